"""The tables that an import writes, one module each, in the order in which they are written."""
