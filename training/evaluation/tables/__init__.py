"""Reports as tables for the terminal."""
