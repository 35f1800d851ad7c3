"""Shipped facts with their sources (see docs/sources.md)."""
