"""Where people differ, how far they agree, and what a reviewer decides about it."""
