"""What is known: estimates, claims, promises, reported figures and observed series, each with its source."""
