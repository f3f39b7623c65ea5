"""One reader for each kind of file: a stream of bytes in, parts and frames out."""
