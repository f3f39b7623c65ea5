"""The register of models: which files Attest may run with, known by their SHA-256, and what is known of each."""
