"""Tables of a region: read, checked and never changed."""
