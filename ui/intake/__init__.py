"""Taking in: which files, how far, what came of each."""
