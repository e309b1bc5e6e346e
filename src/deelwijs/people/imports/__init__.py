"""Reading a delivery in: what it would change, doing it, and taking it back."""
