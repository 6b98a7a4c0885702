"""A package of somebody else: a sector about water and a scenario, found by entry points."""
