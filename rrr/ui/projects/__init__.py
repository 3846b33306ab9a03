"""The Projects page: the form for importing a file."""
