"""The page on which a round's notes and risks are written."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.forms import BaseFormSet, formset_factory
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from yhdyspinta import labels
from yhdyspinta.calc.rounds import mark
from yhdyspinta.labels import access as access_labels
from yhdyspinta.services import round_overview, rounds
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.round_overview import Overview
from yhdyspinta.terms.access import Action, Visibility
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.situation import Note, NoteKind, Severity
from yhdyspinta.web import fields
from yhdyspinta.web.notes import note_shown
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs

_MOST = 200


class NoteForm(forms.Form):
    """A note or risk of a round; empty ones are left out."""

    text_fi = fields.text(_("Text in Finnish"), rows=2, required=False)
    text_sv = fields.text(_("Text in Swedish"), rows=2, required=False)
    text_en = fields.text(_("Text in English"), rows=2, required=False)
    source = fields.line(_("Source"), most=500, required=False)

    def __init__(
        self, areas: Mapping[str, Names], themes: Mapping[str, Names], *args: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["kind"] = fields.choice(
            _("Kind"), [(each.value, labels.note_kind(each)) for each in NoteKind]
        )
        self.fields["severity"] = fields.choice(
            _("Severity"),
            [("", labels.severity(None)), *((s.value, labels.severity(s)) for s in Severity)],
            required=False,
        )
        self.fields["theme"] = fields.choice(
            _("Theme"), [("", gettext("all themes")), *fields.named(themes)], required=False
        )
        self.fields["areas"] = fields.areas(pgettext("heading", "Areas"), areas)
        self.fields["visibility"] = fields.choice(
            _("Who may read it"),
            [(each.value, access_labels.visibility(each)) for each in Visibility],
            initial=Visibility.PUBLIC.value,
        )

    def clean(self) -> dict[str, Any]:
        """Ask for the Finnish text where anything has been written."""
        given = self.cleaned_data
        others = ("text_sv", "text_en", "source", "areas")
        if not given.get("text_fi") and not self.errors and any(given[name] for name in others):
            self.add_error("text_fi", fields.FILL_IN)
        return given

    def note(self) -> Note | None:
        """Return the note that was written; None where nothing was."""
        given = self.cleaned_data
        if not given["text_fi"] or given.get("DELETE"):
            return None
        return Note(
            kind=NoteKind(given["kind"]),
            text=Names(given["text_fi"], given["text_sv"], given["text_en"]),
            areas=tuple(sorted(given["areas"])),
            theme=given["theme"],
            severity=Severity(given["severity"]) if given["severity"] else None,
            source=given["source"],
            visibility=Visibility(given["visibility"]),
        )


def note_initial(note: Note) -> dict[str, Any]:
    """Return what a form shows of a note."""
    return {
        "kind": note.kind.value,
        "severity": note.severity.value if note.severity else "",
        "theme": note.theme,
        "areas": list(note.areas),
        "visibility": note.visibility.value,
        "source": note.source,
        **{f"text_{code}": getattr(note.text, code) for code in ("fi", "sv", "en")},
    }


@needs(Action.RUN_ROUND)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def notes(request: HttpRequest, code: str) -> HttpResponse:
    """Write a round's notes and risks; what somebody else wrote meanwhile is shown, not wiped."""
    actor, now = actor_of(request), timezone.now()
    found = round_overview.to_annotate(code, actor=actor, now=now)
    if request.method != "POST":
        return _shown(request, found, _forms(found, _initials(found.notes)))
    forms_ = _forms(found, data=request.POST)
    if "more" in request.POST or not forms_.is_valid():
        status = 200 if "more" in request.POST else 422
        again = _forms(found, data=_with_one_more(request.POST)) if status == 200 else forms_
        return _shown(request, found, again, seen=request.POST.get("seen", ""), status=status)
    written = [note for form in forms_ if (note := form.note()) is not None]
    seen = request.POST.get("seen", "") or "none"
    try:
        rounds.write_notes(code, written, actor=actor, now=now, seen=seen)
    except ForbiddenError:
        raise
    except RefusedError as error:
        return _shown(request, found, forms_, refused=str(error), status=409)
    messages.success(request, gettext("Notes and risks have been saved."))
    return HttpResponseRedirect(reverse("round", args=[code]) + "#notes")


def _initials(notes: Iterable[Note]) -> list[dict[str, Any]]:
    return [note_initial(note) for note in notes]


def _forms(
    found: Overview, initial: list[dict[str, Any]] | None = None, *, data: Any = None
) -> BaseFormSet[NoteForm]:
    """Make a form for each note and one more."""
    kind = formset_factory(
        NoteForm, extra=1, can_delete=True, max_num=_MOST, absolute_max=_MOST, validate_max=True
    )
    return kind(
        data,
        initial=initial,
        prefix="note",
        form_kwargs={"areas": found.areas, "themes": found.themes},
    )


def _with_one_more(data: QueryDict) -> QueryDict:
    """Return what was typed, with room for one note more."""
    typed = data.copy()
    total = typed.get("note-TOTAL_FORMS", "0")
    typed["note-TOTAL_FORMS"] = str(int(total) + 1) if total.isdecimal() else "1"
    return typed


def _shown(
    request: HttpRequest,
    found: Overview,
    forms_: BaseFormSet[NoteForm],
    *,
    refused: str = "",
    seen: str = "",
    status: int = 200,
) -> HttpResponse:
    shown = {
        "code": found.round.code,
        "name": labels.name(found.round.names),
        "forms": forms_,
        # Shown together with what is stored now, the form may be sent again.
        "seen": seen or mark(*found.notes),
        "refused": refused,
        "stored": [note_shown(each, themes=found.themes, areas=found.areas) for each in found.notes]
        if refused
        else [],
    }
    return render(request, "rounds/notes.html", shown, status=status)
