"""One step of births, deaths, moves and registrations of cohorts: NumPy reference and compiled form side by side."""
