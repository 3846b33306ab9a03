"""Several people at one project: who gets which sentence, and how far they are together."""
