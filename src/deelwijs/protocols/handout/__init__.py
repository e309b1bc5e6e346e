"""Handing the protocol out: asking people to confirm it, reminding them, and the proof of receipt (S1)."""
