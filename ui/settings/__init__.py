"""Settings, keys and help."""
