"""The two readings of the model that compute: a plain one that is the truth, and a fast one that must equal it."""
