"""The page of one county."""
