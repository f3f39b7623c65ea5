"""The test of being offline: the main job on a small built-in case, watched by what this system has for it."""
