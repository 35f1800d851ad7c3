"""Tests of the tables: what a query keeps and what the database refuses."""
