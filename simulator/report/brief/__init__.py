"""The brief: one page that opens offline, with its findings, sentences, tables and maps."""
