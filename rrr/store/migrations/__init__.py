"""How the database came to look as it does, step by step; run by `Database` when it opens."""
