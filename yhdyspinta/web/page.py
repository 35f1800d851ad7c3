"""What every page has: languages to switch to and the product's frame."""

from django.http import HttpRequest


def context(request: HttpRequest) -> dict[str, object]:
    """Return what the page's frame needs."""
    return {}
