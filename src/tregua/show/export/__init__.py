"""A run to hand on: one file that says all by itself."""
