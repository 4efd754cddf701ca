"""What people see: medium by topic."""
