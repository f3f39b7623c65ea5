"""Export of a draft: what will be in the report, its form and file, and how far the writing is."""
