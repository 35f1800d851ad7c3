"""The one Django app for tables; its label is the project's name."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Tables of all nouns, so that a foreign key may point anywhere without a cycle of apps."""

    name = "yhdyspinta.store"
    label = "yhdyspinta"
    verbose_name = "Yhdyspinta"
