"""One module per output: a run in, text or bytes out."""
