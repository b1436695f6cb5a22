"""A story written down as an article, with its clean text."""
