"""For operators: the yhdyspinta command."""
