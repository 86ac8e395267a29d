"""The page's application: what visitors do, the state, the loop that answers."""
