"""Pages to learn splitting from and to judge it by."""
