"""Tests of the benchmark: that it runs and that its two ways agree; nothing is timed."""
