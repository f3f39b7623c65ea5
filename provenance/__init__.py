"""The record: what came in, what was said about it, who checked it."""
