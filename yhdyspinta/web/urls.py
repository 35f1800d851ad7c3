"""The addresses of the pages, under a language's prefix."""

from django.urls import path

from yhdyspinta.web import (
    about,
    areas,
    figures,
    figures_of_all,
    my_work,
    pictures,
    report_sheets,
    reporting,
    reporting_cell,
    roadmap,
    situation,
    trail,
)

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
    path("work/", my_work.work, name="my_work"),
    path("report/<slug:round>/<slug:area>/", reporting.report, name="report"),
    path("report/<slug:round>/<slug:area>/save/", reporting.report_save, name="report_save"),
    path("report/<slug:round>/<slug:area>/step/", reporting.report_step, name="report_step"),
    path(
        "report/<slug:round>/<slug:area>/tasks/<str:code>/",
        reporting_cell.report_cell,
        name="report_cell",
    ),
    path(
        "report/<slug:round>/<slug:area>/sheet/",
        report_sheets.upload,
        name="report_sheet_upload",
    ),
    path(
        "report/<slug:round>/<slug:area>/sheet/workbook/",
        report_sheets.download,
        name="report_sheet",
    ),
    path(
        "report/<slug:round>/<slug:area>/sheet/confirm/",
        report_sheets.confirm,
        name="report_sheet_confirm",
    ),
    path("trail/", trail.trail, name="trail"),
    path("trail/events.<slug:ending>", trail.download, name="trail_file"),
    path("about/", about.about, name="about"),
    path("accessibility/", about.accessibility, name="accessibility"),
]
