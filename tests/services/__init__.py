"""Tests of use cases: what is stored, what is refused, what a crash leaves."""
