"""A mirror of the rooms, and flows through all of them."""
