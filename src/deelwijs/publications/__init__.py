"""The desk: a post is written, checked, published, and taken down."""
