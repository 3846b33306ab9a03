"""Faults and attacks: what is lost, doubled, wrong or stuck when things go wrong. All must be 0."""
