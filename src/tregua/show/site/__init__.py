"""The site: every page of it, and the folder that holds it."""
