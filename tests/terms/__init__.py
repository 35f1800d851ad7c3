"""Tests of what things are."""
