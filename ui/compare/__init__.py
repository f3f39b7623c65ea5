"""Two drafts side by side: what was kept, changed, lost and new, each place a step from its source."""
