"""The verbs of the person at the screen; pages and the command line call these."""
