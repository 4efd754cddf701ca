"""Reduced forms, which give back no published number outright, a folder each."""
