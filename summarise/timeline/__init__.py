"""Reads every time that evidence states, records or shows, and places it on one line."""
