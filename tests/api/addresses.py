"""The addresses, as the room for machines needs them."""

from django.urls import include, path

urlpatterns = [path("api/v1/", include("yhdyspinta.api.urls"))]
