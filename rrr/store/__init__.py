"""All SQL (SQLAlchemy) and the migrations (Alembic)."""
