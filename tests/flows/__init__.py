"""A file goes in, a page and a slide come out."""
