"""What ``deelwijs bench`` measures, one module per part."""
