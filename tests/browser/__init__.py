"""The playground in real browsers: what issue 3 calls "it must show"."""
