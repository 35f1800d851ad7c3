"""Add people to a served installation and sign them in: `python -m tests.browser.sessions WHO ...`.

WHO is a role and an area, `reporter:06`. Run in the server's environment; prints a session's key
for each, in order.
"""

import sys
from datetime import UTC, datetime

import django


def _session(number: int, role: str, area: str) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    from yhdyspinta.store.models import Grant, Organisation, Roadmap, User  # noqa: PLC0415

    now = datetime(2021, 11, 2, tzinfo=UTC)
    name = f"{role.capitalize()} {number}"
    user = User.objects.create_user(f"{role}.{number}@example.org", name=name, joined_at=now)
    Grant.objects.create(
        user=user,
        role=role,
        organisation=Organisation.objects.filter(areas__code=area).order_by("code").first(),
        roadmap=Roadmap.objects.get() if role == "coordinator" else None,
        granted_at=now,
        granted_by="test",
    )
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "yhdyspinta.web.signin.Backend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


if __name__ == "__main__":
    django.setup()
    for number, who in enumerate(sys.argv[1:], start=1):
        print(_session(number, *who.split(":")))  # noqa: T201 - read by the test that started this
