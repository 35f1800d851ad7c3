"""A Django app only so that Django finds templates, static files and template tags."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages; it has no tables."""

    name = "yhdyspinta.web"
    label = "yhdyspinta_web"
