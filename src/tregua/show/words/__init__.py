"""Records and results in words of one language."""
