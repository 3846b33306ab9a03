"""The Words page: words, rules and what they strike."""
