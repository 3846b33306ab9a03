"""Projects: opened, imported, exported, backed up, deleted."""
