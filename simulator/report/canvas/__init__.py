"""The sheet on which charts and maps are drawn: style, titles, notes and placement of labels."""
