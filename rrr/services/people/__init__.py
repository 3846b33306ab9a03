"""Who works here, and who takes part in which project."""
