"""From labelled articles to the model that ships; offline, needs the extra `train`."""
