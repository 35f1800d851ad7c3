"""The addresses of the cooperation register's pages, under a language's prefix."""

from django.urls import URLPattern, URLResolver, path

from yhdyspinta.web import bodies, gaps, register_sheets, search, shared_aim_page, shared_aims

urlpatterns: list[URLPattern | URLResolver] = [
    path("cooperation/", shared_aim_page.cooperation_all, name="cooperation_all"),
    path("cooperation/<slug:area>/", shared_aim_page.cooperation, name="cooperation"),
    path("cooperation/<slug:area>/aim/", shared_aims.edit, name="shared_aim_edit"),
    path(
        "cooperation/<slug:area>/page.<slug:ending>",
        shared_aim_page.download,
        name="cooperation_file",
    ),
    path("cooperation/<slug:area>/bodies/", bodies.of_place, name="bodies"),
    path("cooperation/<slug:area>/bodies/new/", bodies.new, name="body_new"),
    path("cooperation/<slug:area>/bodies/file.<slug:ending>", bodies.download, name="bodies_file"),
    path("bodies/<str:code>/", bodies.one, name="body"),
    path("bodies/<str:code>/edit/", bodies.edit, name="body_edit"),
    path("bodies/<str:code>/remove/", bodies.remove, name="body_remove"),
    path("cooperation/<slug:area>/gaps/", gaps.of_place, name="gaps"),
    path("cooperation/<slug:area>/gaps/file.<slug:ending>", gaps.download, name="gaps_file"),
    path("gaps/", gaps.all_places, name="gaps_all"),
    path("gaps/file.<slug:ending>", gaps.download_all, name="gaps_all_file"),
    path("search/", search.find, name="search"),
    path("register/sheet/", register_sheets.upload, name="register_sheet"),
    path("register/sheet/confirm/", register_sheets.confirm, name="register_sheet_confirm"),
    path("register/sheet/file/", register_sheets.download, name="register_sheet_file"),
]
