"""Everything third-party: what it is, where it comes from, who is thanked for it."""
