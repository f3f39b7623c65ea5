"""The left pane: what was taken in, and how well it was read."""
