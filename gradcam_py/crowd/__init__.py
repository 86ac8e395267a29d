"""Many pictures: what a network looks at in all of them, on one machine or on many."""
