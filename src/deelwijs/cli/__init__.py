"""The ``deelwijs`` command: set up, serve, check a post, find faces."""
