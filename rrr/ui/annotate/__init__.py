"""The Annotate page: the token marker, and what stands around it."""
