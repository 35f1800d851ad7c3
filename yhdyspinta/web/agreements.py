"""Agreements: a place's list with its filters, one with its days, and where they are written."""

from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yhdyspinta.calc.rounds import mark
from yhdyspinta.exports import agreements as exports
from yhdyspinta.services import agreement_overview, agreement_reminders, agreements
from yhdyspinta.services.register import free_code
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.web import agreement_list, agreement_page, register
from yhdyspinta.web.agreement_forms import AgreementForm, NoticeForm
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs, public
from yhdyspinta.web.register import Saving

_SOON = 12


@public
@require_safe
@answers_bad_addresses
def of_place(request: HttpRequest, area: str) -> HttpResponse:
    """Show a place's agreements, the most urgent first, and where one is missing."""
    place, here = register.here(area)
    asked, page = agreement_list.asked(request.GET), agreement_list.page_of(request.GET)
    actor, today = actor_of(request), timezone.localdate()
    found = agreement_overview.listed(place, asked, actor=actor, on=today, page=page)
    shown = {"page": agreement_list.listing(found, here, asked), "here": here}
    return render(request, "agreements/agreements.html", shown)


@public
@require_safe
@answers_bad_addresses
def download(request: HttpRequest, area: str, ending: str) -> HttpResponse:
    """Send a place's agreements as a file; as slides and PDF those that end soon."""
    register.check_form(ending, exports.MEDIA_TYPES)
    place, here = register.here(area)
    asked, today = agreement_list.asked(request.GET), timezone.localdate()
    if ending not in exports.LISTS and asked.ends_within is None:
        asked = replace(asked, ends_within=_SOON)
    actor = actor_of(request)
    rows, parties, subjects = agreement_overview.whole(place, asked, actor=actor, on=today)
    language = get_language() or "fi"
    what = agreement_list.what(asked, here)
    now = timezone.now()
    wanted = exports.Wanted(here.name, what, parties, subjects, language, now)
    made = exports.render(rows, ending, wanted=wanted)
    name = (pgettext("file name", "agreements"), here.address)
    return register.file_of(made, name, ending, media_types=exports.MEDIA_TYPES)


@public
@require_safe
@answers_bad_addresses
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show an agreement: its parties, obligations, days, and what to do by when."""
    actor, now = actor_of(request), timezone.now()
    shown = agreement_overview.one(code, actor=actor, on=timezone.localdate(now), now=now)
    return render(request, "agreements/agreement.html", {"page": agreement_page.agreement(shown)})


@needs(Action.KEEP_REGISTER)
@require_POST
@answers_bad_addresses
def settle(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Decide on a reminder of which nobody knows whether it left."""
    actor, is_sent = actor_of(request), request.POST.get("sent") == "1"
    agreement_reminders.settle(key, sent=is_sent, actor=actor, now=timezone.now())
    messages.success(request, gettext("The reminder has been settled."))
    return HttpResponseRedirect(reverse("agreement", args=[code]))


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def new(request: HttpRequest, area: str) -> HttpResponse:
    """Add an agreement to a county's or the nation's cooperation."""
    place, here = register.here(area)
    county, codes = place.cooperation, list[str]()
    chosen = agreement_overview.choices(county, actor=actor_of(request), on=timezone.localdate())
    form = AgreementForm(chosen, shown=None, data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        codes.append(free_code(store.Agreement, place.names.fi, form.cleaned_data["name_fi"]))
        # Somebody else may take the code meanwhile: theirs is not to be changed.
        wanted = form.agreement(codes[-1], area=county)
        agreements.save(wanted, actor=actor, now=now, seen="none")

    saving = Saving(
        doing=doing,
        to=lambda: reverse("agreement", args=[codes[-1]]),
        done=gettext("The agreement has been added."),
        template="register/edit.html",
        shown=agreement_page.form_of(form, here),
    )
    return register.saved(request, form, saving, tables=(form.table,))


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change an agreement; what stood there stays in the trail."""
    actor, today = actor_of(request), timezone.localdate()
    shown = agreement_overview.one(code, actor=actor, on=today)
    found = shown.dated.agreement
    chosen = agreement_overview.choices(found.area, actor=actor, on=today, agreement=found)
    form = AgreementForm(chosen, shown=found, mark=mark(found), data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        wanted = form.agreement(code, area=found.area)
        agreements.save(wanted, actor=actor, now=now, seen=form.cleaned_data["seen"] or "none")

    saving = Saving(
        doing=doing,
        to=lambda: reverse("agreement", args=[code]),
        done=gettext("The agreement has been changed."),
        template="register/edit.html",
        shown=agreement_page.form_of(form, agreement_page.here_of(shown), shown=shown),
    )
    return register.saved(request, form, saving, tables=(form.table,))


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """Write down that notice has been given; the end follows from the notice period."""
    today = timezone.localdate()
    shown = agreement_overview.one(code, actor=actor_of(request), on=today)
    seen = mark(shown.dated.agreement)
    form = NoticeForm(mark=seen, today=today, data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        given = form.cleaned_data
        agreements.give_notice(
            code, given["day"], actor=actor, now=now, seen=given["seen"] or "none"
        )

    saving = Saving(
        doing=doing,
        to=lambda: reverse("agreement", args=[code]),
        done=gettext("The notice has been written down."),
        template="agreements/notice.html",
        shown=agreement_page.notice_of(shown),
    )
    return register.saved(request, form, saving)


@needs(Action.KEEP_REGISTER)
@require_POST
@answers_bad_addresses
def remove(request: HttpRequest, code: str) -> HttpResponse:
    """Take an agreement out of the register."""
    area = agreements.one(code, actor=actor_of(request)).area
    back = reverse("agreements", args=[register.address_of(area)])
    done = gettext("The agreement has been removed.")
    return register.removed(request, code, doing=agreements.remove, done=done, to=back)
