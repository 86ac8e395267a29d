"""What is said of the formula in the student's hands."""
