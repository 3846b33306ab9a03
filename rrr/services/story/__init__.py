"""The story that is told to a visitor."""
