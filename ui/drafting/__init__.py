"""Beginning a new draft, and finding earlier drafts and questions."""
