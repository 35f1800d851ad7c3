"""For people: views, forms and templates per noun."""
