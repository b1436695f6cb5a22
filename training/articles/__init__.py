"""Labelled and unlabelled articles, as they are read."""
