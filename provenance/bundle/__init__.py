"""The sealed bundle: a bag of files that anyone can check without Attest."""
