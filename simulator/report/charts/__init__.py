"""Charts in matplotlib, in English and Chinese."""
