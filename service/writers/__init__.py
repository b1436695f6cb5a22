"""Digests to files."""
