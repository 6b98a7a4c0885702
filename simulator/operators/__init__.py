"""Operators on cohorts and OD matrices: NumPy reference and compiled version of each."""
