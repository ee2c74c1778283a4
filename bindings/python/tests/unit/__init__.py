"""What is this package's own."""
