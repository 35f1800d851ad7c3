"""What a use case says when it does not do what was asked."""


class RefusedError(Exception):
    """Something was not done, and nothing was changed; the message is for the user, translated."""
