"""What Python says in other languages: a catalogue in each folder, and its reader."""
