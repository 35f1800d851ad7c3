"""The addresses of the pages, under a language's prefix."""

from django.urls import path

from yhdyspinta.web import about, areas, figures, figures_of_all, pictures, roadmap, situation

urlpatterns = [
    path("", situation.national, name="national"),
    path("areas/<slug:code>/", areas.area, name="area"),
    path("tasks/<str:code>/", roadmap.task, name="task"),
    path("history/<slug:area>/<str:code>/", roadmap.history, name="history"),
    path("figures/all/<str:theme>/", figures_of_all.all_areas),
    path("figures/all/<str:theme>/<str:subarea>/", figures_of_all.all_areas),
    path("figures/<slug:area>/<str:theme>/", figures.figures, name="figures"),
    path(
        "figures/<slug:area>/<str:theme>/<str:subarea>/",
        figures.figures,
        name="subarea_figures",
    ),
    path("pictures/", pictures.pictures, name="pictures"),
    path("downloads/<slug:code>/v<int:version>.<slug:ending>", pictures.download, name="download"),
    path("about/", about.about, name="about"),
    path("accessibility/", about.accessibility, name="accessibility"),
]
