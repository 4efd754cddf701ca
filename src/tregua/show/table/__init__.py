"""Answers as tables, for spreadsheets and programs."""
