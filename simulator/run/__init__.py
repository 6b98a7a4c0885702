"""Simulate scenarios: set-up, reference state, inversion of observed events, checkpoints and results."""
