"""Rules of the family feasibility."""
