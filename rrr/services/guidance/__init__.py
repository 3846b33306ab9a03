"""What to look at next, and whether it is enough."""
