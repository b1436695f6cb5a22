"""What a desk does with its issues, for the page, the API and other programs alike."""
