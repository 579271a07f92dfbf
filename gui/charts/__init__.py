"""Charts: what to draw as plain data (picture), and the one item that draws it (chart)."""
