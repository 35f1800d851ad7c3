"""The product as served, looked at with a real browser."""
