"""Passages and frames → claims with citations and verdicts."""
