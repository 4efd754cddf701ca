"""The mechanisms of the lab: each a file of equations and a YAML beside it that says what their names are."""
