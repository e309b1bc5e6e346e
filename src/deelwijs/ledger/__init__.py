"""A tamper-evident record of every act: a chain of hashes per school, without personal data in it."""
