"""The only floor that knows a browser: JavaScript's side of every protocol."""
