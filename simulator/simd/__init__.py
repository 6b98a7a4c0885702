"""SIMD vectors of eight float64 for Numba, vector mathematics, cohort layout by age, tiled products and buffer pool."""
