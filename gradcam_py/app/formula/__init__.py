"""The formula in the student's hands: what the page does with it."""
