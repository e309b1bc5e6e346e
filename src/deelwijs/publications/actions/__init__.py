"""Everything that changes a post: writing it, its photos, placing it, taking it down."""
