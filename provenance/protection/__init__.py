"""Protected cases: keys for each user, evidence encrypted at rest, and the way there from a plain case and back."""
