"""On paper: a result becomes a neutral document per noun; a renderer makes bytes of it."""
