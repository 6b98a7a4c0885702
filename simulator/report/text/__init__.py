"""Words and numbers of reports in English and Chinese."""
