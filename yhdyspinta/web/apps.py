"""A Django app only so that Django finds templates, static files and template tags."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages; it has no tables."""

    name = "yhdyspinta.web"
    label = "yhdyspinta_web"

    def ready(self) -> None:
        """Have a wrong second step noted: allauth tells it by its signal only."""
        # Not before the tables are loaded.
        from allauth.mfa.signals import authentication_failed  # noqa: PLC0415

        from yhdyspinta.web.signin import note_wrong_code  # noqa: PLC0415

        authentication_failed.connect(note_wrong_code)
