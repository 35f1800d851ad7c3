"""What follows: pure functions, records in, records out. No Django, clock, files or chance."""
