"""Inputs that are wrong in ways nobody thought of: `make fuzz` tries them by the hour."""
