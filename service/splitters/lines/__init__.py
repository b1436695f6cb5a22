"""The printed lines of a page, and what is printed in them that is no text."""
