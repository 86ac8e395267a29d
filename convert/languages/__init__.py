"""What the page says, as catalogues in other languages: found, kept, packed."""
