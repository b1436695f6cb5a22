"""Tables in which a desk tells the topics of its own articles, and what to tell first."""
