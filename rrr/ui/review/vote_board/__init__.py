"""Sentences with the votes of everybody on each word, to be decided by click or key."""
