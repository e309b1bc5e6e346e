"""Bytes in, bytes out: faces are found and covered, photos opened safely and cleaned. No Django."""
