"""The Witnesses tab: a matrix of points and sources, and two places side by side."""
