"""What the page draws: numbers and arrays as words, plain data and pixels."""
