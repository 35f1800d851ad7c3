"""For machines: what each address answers, and that every answer is as it is described."""
