"""Regimes as decision tables, and somebody else's decision tables as the first draft of a law."""
