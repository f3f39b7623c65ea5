"""How accounts are read for what can be set against each other: what they assert, which assertions meet and differ."""
