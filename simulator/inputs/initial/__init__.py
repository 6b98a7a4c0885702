"""The people of the start year, from the census tables, with every imputation flagged."""
