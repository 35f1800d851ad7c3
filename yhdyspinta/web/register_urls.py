"""The addresses of the cooperation register's pages, under a language's prefix."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
