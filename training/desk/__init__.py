"""A desk's corrections to a better model: labels, checks, a new topic head, a gate."""
