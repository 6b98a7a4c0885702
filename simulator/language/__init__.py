"""What a sector file may say: declarations, functions of equations, units and dimensions."""
