"""The case store: one SQLite database, its migrations and its only opener."""
