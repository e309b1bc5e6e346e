"""Readers of files from a school's administration: one module per format."""
