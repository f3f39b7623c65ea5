"""Asking, passage search, what was left out, and the log."""
