"""Pieces of one story in several places of an issue, found and joined."""
