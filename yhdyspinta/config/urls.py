"""Which address leads to which room."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("yhdyspinta.api.urls")),
    *i18n_patterns(path("", include("yhdyspinta.web.urls"))),
]

handler404 = "yhdyspinta.web.page.not_found"
handler500 = "yhdyspinta.web.page.broken"
