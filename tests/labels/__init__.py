"""The words made of figures."""
