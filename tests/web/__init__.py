"""The pages, asked for with Django's client."""
