"""Private files: written once, checked by their hash, never served by their path."""
