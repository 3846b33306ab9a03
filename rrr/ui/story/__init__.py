"""The Story page, step by step."""
