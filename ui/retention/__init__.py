"""The window on how long a case is kept, what is removed from it, and who had access."""
