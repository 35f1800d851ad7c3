"""What happens: one function per use case, with its right, transaction, order and trail."""
