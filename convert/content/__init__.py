"""What the page is about: the classes' names and the sample pictures."""
