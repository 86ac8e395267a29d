"""What the page's Python starts from: its modules, compiled by that very Python."""
