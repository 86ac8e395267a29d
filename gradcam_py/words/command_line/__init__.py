"""What the command line says; the page has no part in it."""
