"""The same models in other engines: a small one that all can say, and the whole one in C."""
