"""What a crowd says: a page of its own that opens without a network."""
