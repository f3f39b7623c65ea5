"""File → source, text layer, passages, frames → index."""
