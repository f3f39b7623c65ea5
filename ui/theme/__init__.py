"""How the window looks: palettes, style sheet, typeface and icons."""
