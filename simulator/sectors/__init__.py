"""The science: one file a sector, one line an idea."""
