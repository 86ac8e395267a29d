"""Many pictures: one row of what was found in each, and what all rows say together."""
