"""What the window shows of being offline: the badge, and what holds on this system."""
