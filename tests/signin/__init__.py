"""Signing in and looking after people, in a database without the demo's people."""
