"""The checks of support: each tests a claim in one way against the words that it cites, and nothing else."""
