"""Migrations, one line of history."""
