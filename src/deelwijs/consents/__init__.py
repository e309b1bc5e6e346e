"""Consent that can be shown (A5): who was asked, who answered what, on which information."""
