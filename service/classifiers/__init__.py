"""Articles to topics."""
