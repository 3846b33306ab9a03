"""The Train page: the form, the runs at work, the runs that are over."""
