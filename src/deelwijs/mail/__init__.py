"""E-mail: an outbox with one row per recipient, handed to a mail server after commit, by the worker."""
