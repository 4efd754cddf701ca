"""Regimes in and out: decision tables of DMN 1.3 and of zen, and the first draft of a law from such a table."""
