"""Articles to summaries."""
