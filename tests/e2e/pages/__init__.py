"""Page objects: the one place that knows how a screen is operated."""
