"""The data room: tables of a region, read, checked and never changed."""
