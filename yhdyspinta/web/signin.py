"""Signing in: how a session's person is found with the roles that they hold."""

from allauth.account.auth_backends import AuthenticationBackend

from yhdyspinta.store.models import User


class Backend(AuthenticationBackend):  # type: ignore[misc] # allauth has no type information
    """allauth's, with a person's roles fetched in the same query."""

    def get_user(self, user_id: int) -> User | None:
        """Return a session's active person; a role taken away is gone with the next request."""
        return User.objects.with_grants(user_id)
