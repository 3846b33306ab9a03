"""What people strike, by hand and by rule, and the moments it is frozen for a run."""
