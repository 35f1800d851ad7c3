"""A page of every kind, without the language's prefix; a new page belongs here."""

PAGES = (
    "",
    "?lens=readiness",
    "?theme=yhdyspinnat",
    "?compare=2021-09",
    "?round=2021-09",
    "?as_of=nonsense",
    "areas/08/",
    "areas/HUS/",
    "areas/08/?status=done",
    "tasks/hallinto-A01/",
    "history/08/hallinto-A01/",
    "figures/08/yhdyspinnat/",
    "figures/08/yhdyspinnat/A/",
    "figures/HUS/ict/",
    "pictures/",
    "changes/",
    "changes/?from=2021-09&to=2021-10",
    "changes/?from=2021-09&to=2021-10&area=08",
    "about/",
    "accessibility/",
    "nothing-here/",
)
LANGUAGES = ("fi", "sv", "en")
