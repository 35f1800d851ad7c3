"""The words of the page on which an area's cooperation is told in two minutes."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from yhdyspinta import labels
from yhdyspinta.labels import interfaces as interface_labels
from yhdyspinta.labels import register as register_labels
from yhdyspinta.terms.shared_aim_page import (
    AimPage,
    Coming,
    ComingKind,
    Decided,
    Held,
    Progress,
    ThemeFigures,
)

KINDS: Mapping[ComingKind, Promise] = {
    ComingKind.MEETING: _("meeting"),
    ComingKind.AGREEMENT: _("last day to act on an agreement"),
    ComingKind.PLAN: _("a plan's time ends"),
    ComingKind.DUTY: _("duty due"),
    ComingKind.ACTION: _("action due"),
}


def place(page: AimPage) -> str:
    """Name whose cooperation it is."""
    return register_labels.place(page.area, labels.name(page.names))


def title(page: AimPage) -> str:
    """Name the page."""
    return gettext("Shared aim: %(place)s") % {"place": place(page)}


def aim(page: AimPage) -> str:
    """Say the shared aim, or that there is none yet."""
    if page.aim is None:
        return gettext("No shared aim has been written yet.")
    return labels.name(page.aim.names)


def counted(page: AimPage) -> str:
    """Say how many interfaces there are and how far: `9 interfaces: working 5, proposed 4`."""
    total = ngettext("%(count)d interface", "%(count)d interfaces", page.count) % {
        "count": page.count
    }
    states = [f"{interface_labels.state(state)} {count}" for state, count in page.states]
    return f"{total}: {', '.join(states)}" if states else total


def bodies(page: AimPage) -> str:
    """Say how many bodies work, and how many meet less often than promised."""
    total = ngettext("%(count)d body", "%(count)d bodies", page.bodies) % {"count": page.bodies}
    if not page.behind:
        return total
    return gettext("%(bodies)s, of which behind their promise: %(behind)d") % {
        "bodies": total,
        "behind": page.behind,
    }


def theme(row: ThemeFigures) -> str:
    """Name a row of figures."""
    return labels.name(row.names) if row.theme else gettext("All themes")


def progress(row: ThemeFigures) -> str:
    """Say a theme's progress with its count: `52 % (110/213)`; a dash for no figure."""
    share = row.figures.progress
    if share is None:
        return "–"
    counts = f"{labels.number(share.count)}/{labels.number(share.of)}"
    return f"{labels.percent(share.percent)} ({counts})"


def done(row: ThemeFigures) -> str:
    """Say a theme's share of tasks done with its count; a dash for no figure."""
    share = row.figures.done
    if share is None:
        return "–"
    counts = f"{labels.number(share.count)}/{labels.number(share.of)}"
    return f"{labels.percent(share.percent)} ({counts})"


def figures(row: ThemeFigures) -> str:
    """Say a theme's progress and what is done in a line."""
    if row.figures.progress is None and row.figures.done is None:
        return gettext("no figure")
    return gettext("progress %(progress)s, done %(done)s") % {
        "progress": progress(row),
        "done": done(row),
    }


def source(found: Progress) -> str:
    """Say which picture the figures are of."""
    said = gettext("Situation picture: %(round)s, situation on %(day)s") % {
        "round": labels.name(found.round_names),
        "day": labels.day(found.as_of),
    }
    note = gettext("The figures are invented.")
    return f"{said}. {note}" if found.invented else said


def decided(each: Decided) -> str:
    """Say where and when a decision was made."""
    parts = (labels.name(each.body), labels.day(each.held_at.date()), each.reference)
    return ", ".join(part for part in parts if part)


def kind(each: Coming) -> str:
    """Say what sort of thing comes; of an action that is late, that too."""
    said = str(KINDS[each.kind])
    return gettext("%(kind)s, late") % {"kind": said} if each.is_late else said


def marked(name: str, *, is_invented: bool) -> str:
    """Return a name that says of what is invented that it is."""
    return gettext("%(name)s (invented)") % {"name": name} if is_invented else name


def held(each: Held) -> str:
    """Say until when an agreement or plan holds."""
    if each.ends_on is None:
        return gettext("until further notice")
    return gettext("until %(day)s") % {"day": labels.day(each.ends_on)}


def nothing_decided() -> str:
    """Say that there are no decisions to show."""
    return gettext("No decisions that you may read have been recorded.")


def nothing_coming() -> str:
    """Say that nothing is near."""
    return gettext("Nothing that you may read falls due in the next 90 days.")
