"""The trail as a file: CSV and XLSX with a row for each event, JSON with every detail."""

import io
from collections.abc import Iterator, Mapping

from django.utils import timezone
from django.utils.translation import gettext, override

from yhdyspinta import labels
from yhdyspinta.exports import csv, json
from yhdyspinta.exports.printable import printable
from yhdyspinta.labels import audit as audit_labels
from yhdyspinta.terms.audit import Event, Trail
from yhdyspinta.terms.languages import Names

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
_CELL_LIMIT = 32_767
_WIDTHS = (9, 20, 24, 14, 18, 50, 40, 26, 26, 14, 14, 16, 34, 40, 80, 60)


def render(trail: Trail, ending: str, *, language: str) -> bytes:
    """Write a trail as csv, xlsx or json, with words in a language; times are Finnish time."""
    with override(language):
        if ending == "json":
            return json.write({"events": [_object(each, trail) for each in trail.events]})
        rows = ([str(each) for each in row] for row in _rows(trail))
        if ending == "csv":
            return csv.write(columns(), rows, bom=True)
        return _workbook(columns(), rows)


def columns() -> list[str]:
    """Return the headers of a row's fields."""
    return [
        gettext("Event number"),
        gettext("Time"),
        gettext("Who"),
        gettext("Who (key)"),
        gettext("Action"),
        gettext("What was done"),
        gettext("Subject"),
        gettext("For organisation"),
        gettext("Area"),
        gettext("Roadmap"),
        gettext("Through"),
        gettext("Network address"),
        gettext("Request number"),
        gettext("Reason"),
        gettext("Changes"),
        gettext("Details"),
    ]


def _rows(trail: Trail) -> Iterator[list[str | int]]:
    for event in trail.events:
        changes = audit_labels.changes(event, trail.names)
        yield [
            event.number,
            f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}",
            audit_labels.actor(event, trail.names),
            event.actor,
            event.action,
            audit_labels.sentence(event, trail.names),
            event.subject,
            _name(event.organisation, trail.organisations),
            _name(event.area, trail.areas),
            event.roadmap,
            audit_labels.door(event.door),
            event.address,
            event.request,
            event.reason,
            "; ".join(audit_labels.change_line(each) for each in changes),
            "; ".join(f"{name}: {value}" for name, value in audit_labels.told(event, trail.names)),
        ]


def _object(event: Event, trail: Trail) -> dict[str, object]:
    return {
        "number": event.number,
        "at": event.at.isoformat(),
        "actor": event.actor,
        "actor_name": audit_labels.actor(event, trail.names),
        "action": event.action,
        "sentence": audit_labels.sentence(event, trail.names),
        "subject": event.subject,
        "organisation": event.organisation,
        "area": event.area,
        "roadmap": event.roadmap,
        "door": event.door,
        "address": event.address,
        "request": event.request,
        "reason": event.reason,
        "details": dict(event.details),
    }


def _workbook(headers: list[str], rows: Iterator[list[str]]) -> bytes:
    import xlsxwriter  # slow to load: only when a workbook is asked for

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet(gettext("Audit trail")[:31])
        head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = workbook.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        for column, header in enumerate(headers):
            sheet.write_string(0, column, header, head)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                sheet.write_string(last, column, printable(value)[:_CELL_LIMIT], text)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(last, 1), len(headers) - 1)
    return out.getvalue()


def _name(code: str, names: Mapping[str, Names]) -> str:
    return labels.name(names[code]) if code in names else code
