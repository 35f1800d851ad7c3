"""What things are: codes, value objects and frozen records. Standard library only."""
