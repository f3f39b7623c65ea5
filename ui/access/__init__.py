"""Protected cases in the window: unlocking, locking, and who has access."""
