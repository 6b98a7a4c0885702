"""Arithmetic on cohorts and on origins and destinations: each operator in plain NumPy, with its fast twin beside it."""
