"""What the browser shows: token marker, heatmap, charts, session state."""
