"""The middle pane: claims as cards, and their review."""
