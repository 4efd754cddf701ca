"""What every JSON answer holds, field by field: its JSON Schema is made from it."""
