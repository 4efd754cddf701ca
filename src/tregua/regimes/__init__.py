"""Announcements, bills and laws on negotiated surrender, as rules that run."""
