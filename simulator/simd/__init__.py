"""Eight numbers at once: what a processor's vectors hold, the words of the language on them, and products of tiles."""
