"""The pure core: frozen data in, findings out. No Django, clock, file or network."""
