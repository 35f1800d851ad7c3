"""Yhdyspinta: the shared workspace of a public-service reform (see docs/architecture.md)."""

__version__ = "0.1.0"
