"""Which address leads to which room."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from yhdyspinta.web import account, calendar_feeds, invitations, oidc, people

# allauth's pages, with our templates (web/templates), and our own beside them.
_account: list[URLPattern | URLResolver] = [
    path("", account.account, name="my_account"),
    path("data.json", account.data, name="my_data"),
    path("erase/", account.erase, name="erase_me"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("organisations/", include("allauth.socialaccount.urls")),
    path("organisations/<slug:provider_id>/login/", oidc.login, name="organisation_login"),
    # Under the names by which allauth asks for them.
    path("organisations/<slug:provider_id>/login/", oidc.login, name="openid_connect_login"),
]
_people = [
    path("", people.organisations, name="people_of_organisations"),
    path("<slug:organisation>/", people.people, name="people"),
    path("<slug:organisation>/invite/", people.invite, name="invite"),
    path("<slug:organisation>/withdraw/<int:number>/", people.withdraw, name="withdraw"),
    path("<slug:organisation>/end/<int:number>/", people.end, name="end_role"),
    path("<slug:organisation>/erase/<int:number>/", people.erase, name="erase_person"),
]

urlpatterns = [
    path("api/v1/", include("yhdyspinta.api.urls")),
    # One address whatever the language: it is registered at the organisation's provider.
    path("signin/<slug:provider_id>/callback/", oidc.callback, name="organisation_callback"),
    # One address whatever the language: it stands in people's calendar programs.
    path("calendar/<str:token>.ics", calendar_feeds.feed, name="calendar_feed"),
    *i18n_patterns(
        path("account/", include(_account)),
        path("people/", include(_people)),
        path("", include("yhdyspinta.web.urls")),
    ),
]

handler404 = "yhdyspinta.web.page.not_found"
handler429 = "yhdyspinta.web.account.too_many"
handler500 = "yhdyspinta.web.page.broken"
