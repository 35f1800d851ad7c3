"""What a password must be: Django's rules, refused in our own words in every language."""

from django.contrib.auth import password_validation as rules
from django.utils.translation import gettext


class LengthRule(rules.MinimumLengthValidator):
    """Long enough; Django's words for it are not in Finnish."""

    def get_error_message(self) -> str:
        """Say how long it must be."""
        return gettext("Too short: at least %(count)d characters.") % {"count": self.min_length}


class LikenessRule(rules.UserAttributeSimilarityValidator):
    """Not like the person's name or address; Django would name the column in English."""

    def get_error_message(self) -> str:
        """Say what it is like."""
        return gettext("Too much like your name or e-mail address.")


class CommonRule(rules.CommonPasswordValidator):
    """Not among those that are tried first."""

    def get_error_message(self) -> str:
        """Say that others use it, too."""
        return gettext("Among the most common passwords, which are tried first.")


class NumbersRule(rules.NumericPasswordValidator):
    """Not only numbers."""

    def get_error_message(self) -> str:
        """Say that letters are needed."""
        return gettext("Numbers only: add letters.")
