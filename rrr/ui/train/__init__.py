"""The Train page: the form, the current training, the list of runs."""
