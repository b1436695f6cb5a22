"""Passages that an issue prints twice, and which of two is the copy."""
