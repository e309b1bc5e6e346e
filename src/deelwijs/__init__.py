"""Deelwijs runs a school's social-media protocol."""
