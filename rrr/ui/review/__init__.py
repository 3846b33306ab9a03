"""The Review page: how far people agree, and what a reviewer decides."""
