"""What runs the bound text of the kernel."""
