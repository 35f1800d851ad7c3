"""What follows: facts in, figures out, checked by hand and against a naive second way."""
