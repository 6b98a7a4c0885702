"""The kernel: generated, compiled and run; its NumPy reference; explanation of values that are not finite."""
