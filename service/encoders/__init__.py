"""Articles to vectors."""
