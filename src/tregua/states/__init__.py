"""States together: who has said, signed and enacted what; bills on their way; burden, benefit and stability."""
