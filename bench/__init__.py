"""Measurements of speed, each beside a plain way of doing the same. Run `python -m bench`."""
