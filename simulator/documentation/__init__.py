"""Readings of the model for people: equations, feedback loops and the stock-flow diagram, found in the graph itself."""
