"""What else could decide the label, one explanation after another."""
