"""For machines: endpoints and their shapes per noun."""
