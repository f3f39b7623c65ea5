"""The right pane: the source itself, with the cited place marked."""
