"""The model as a graph of variables, and every check of a declaration."""
