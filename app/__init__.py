"""Use cases without a screen: case service, jobs, models, settings, command line."""
