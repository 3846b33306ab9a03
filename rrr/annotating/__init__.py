"""Marks and rules, pure: no database, no TensorFlow."""
