"""What the board sees of its schools: figures, never people."""
