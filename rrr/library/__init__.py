"""What `import rrr` offers to people who work in Python; the names stand in `rrr/__init__.py`."""
