"""The verbs of the person at the screen, in rooms; pages and the command line call these."""
