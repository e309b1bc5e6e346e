"""Who signs in, which roles exist and what each role may do."""
