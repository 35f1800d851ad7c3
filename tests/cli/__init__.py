"""Tests of the yhdyspinta command."""
