"""Rows of jsonl, csv, xlsx and parquet files, for batches of ready articles and for training."""

from service.readers.tables.columns import COLUMN_NAMES, find_columns
from service.readers.tables.formats import TABLE_SUFFIXES, read_table
from service.readers.tables.rows import Row, is_missing

__all__ = ["COLUMN_NAMES", "TABLE_SUFFIXES", "Row", "find_columns", "is_missing", "read_table"]
