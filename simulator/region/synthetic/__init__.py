"""Synthetic regions of any size for tests and benchmarks."""
