"""Documents and renderers: what was made is opened again and compared."""
