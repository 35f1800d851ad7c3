"""What we keep: tables, named querysets, constraints and migrations."""
