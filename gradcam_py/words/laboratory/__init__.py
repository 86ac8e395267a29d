"""What the laboratory says."""
