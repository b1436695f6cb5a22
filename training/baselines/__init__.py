"""What a model must beat: none of it is served."""
