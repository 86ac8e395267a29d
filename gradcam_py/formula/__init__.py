"""The formula in the student's hands: cells of code, starters, exercises."""
