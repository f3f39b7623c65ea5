"""All words on the screen, one module for each part of the window."""
