"""The addresses of the cooperation register's pages, under a language's prefix."""

from django.urls import URLPattern, URLResolver, path

from yhdyspinta.web import shared_aim_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("cooperation/", shared_aim_page.cooperation_all, name="cooperation_all"),
    path("cooperation/<slug:area>/", shared_aim_page.cooperation, name="cooperation"),
]
