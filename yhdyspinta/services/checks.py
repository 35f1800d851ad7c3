"""What is wrong with an installation, for its operator."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F, Window
from django.db.models.functions import Lead
from django.utils.translation import gettext

from yhdyspinta.calc.canonical import fingerprint
from yhdyspinta.calc.rules import NoRuleInForceError, in_force
from yhdyspinta.labels import audit as audit_labels
from yhdyspinta.services import seals
from yhdyspinta.services.installation import faults
from yhdyspinta.store import rules as rule_tables
from yhdyspinta.store.models import Area, SituationPicture, StatusReport, StatusRule
from yhdyspinta.store.roadmap import OPEN_END

_LEAST_FREE_BYTES = 1_000_000_000
_TRIGGERS = {
    "picture_is_frozen",
    "report_is_appended",
    "event_is_kept",
    "event_is_not_deleted",
    "step_is_appended",
    "seal_is_kept",
    "seal_is_not_deleted",
}


class Level(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what, how it is, and what to do if it is not well."""

    level: Level
    subject: str
    remedy: str = ""


def inspect(*, today: date) -> list[Finding]:
    """Look at the whole installation. Later checks need the earlier ones to be well."""
    findings: list[Finding] = []
    for look in (_database, _migrations):
        findings.extend(look())
        if any(each.level is Level.ERROR for each in findings):
            return findings
    looks: tuple[Callable[[], Iterator[Finding]], ...] = (
        _triggers,
        _reference,
        lambda: _rules(today),
        _pictures,
        _intervals,
        _trail,
        _fitness,
        _server_settings,
        _disk,
    )
    for look in looks:
        findings.extend(look())
    return findings


def _database() -> Iterator[Finding]:
    subject = gettext("Database (%(vendor)s)") % {"vendor": connection.vendor}
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        remedy = gettext("Check DATABASE_URL.")
        yield Finding(Level.ERROR, subject, f"{remedy} {error}")
        return
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
            keys = cursor.execute("PRAGMA foreign_keys").fetchone()[0]
        if (mode, keys) != ("wal", 1):
            yield Finding(
                Level.WARNING,
                subject,
                gettext("Write-ahead logging or foreign keys are off: is the disk a network disk?"),
            )
            return
    yield Finding(Level.OK, subject)


def _migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield _finding(
        not missing,
        gettext("Tables are up to date"),
        gettext("Run: yhdyspinta migrate"),
    )


def _triggers() -> Iterator[Finding]:
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {row[0] for row in cursor.fetchall()}
    missing = ", ".join(sorted(_TRIGGERS - found))
    yield _finding(
        not missing,
        gettext("The database refuses changes to published pictures, reports and the trail"),
        gettext("Triggers are missing: %(triggers)s. Restore a backup.") % {"triggers": missing},
    )


def _reference() -> Iterator[Finding]:
    yield _finding(
        Area.objects.exists(),
        gettext("Areas are loaded"),
        gettext("Run: yhdyspinta demo, or yhdyspinta import: either loads them."),
    )


def _rules(today: date) -> Iterator[Finding]:
    try:
        in_force(rule_tables.scales(), on=today)
        in_force([r.as_terms() for r in StatusRule.objects.filter(roadmap=None)], on=today)
    except NoRuleInForceError as error:
        yield Finding(Level.WARNING, gettext("Rules are in force today"), str(error))
    else:
        yield Finding(Level.OK, gettext("Rules are in force today"))


def _pictures() -> Iterator[Finding]:
    pictures = SituationPicture.objects.select_related("round").order_by("round", "version")
    changed = [
        f"{picture.round.code} v{picture.version}"
        for picture in pictures.iterator(chunk_size=50)
        if fingerprint(picture.content) != picture.sha256
    ]
    yield _finding(
        not changed,
        gettext("Published pictures match their fingerprints"),
        gettext("Changed after publication: %(pictures)s. Restore them from a backup.")
        % {"pictures": ", ".join(changed)},
    )


def _intervals() -> Iterator[Finding]:
    """The derived end of every report must be the beginning of the next one in its cell."""
    following = Window(
        Lead("effective_from", default=OPEN_END),
        partition_by=["area", "task"],
        order_by=["effective_from", "recorded_at", "id"],
    )
    wrong = StatusReport.objects.alias(next_from=following).exclude(superseded_on=F("next_from"))
    count = wrong.count()
    yield _finding(
        count == 0,
        gettext("Every report ends where the next one begins"),
        gettext("Reports that do not: %(count)d. Restore a backup.") % {"count": count},
    )


def _fitness() -> Iterator[Finding]:
    found = [Finding(Level.ERROR, each.subject.rstrip("."), each.remedy) for each in faults()]
    yield from found or [Finding(Level.OK, gettext("The installation is fit to serve"))]


def _trail() -> Iterator[Finding]:
    wrong = audit_labels.faults(seals.verify())
    remedy = gettext("Find out who has had rights to the database, and compare with a backup.")
    yield _finding(
        not wrong, gettext("The audit trail matches its seals"), " ".join([*wrong, remedy])
    )


def _server_settings() -> Iterator[Finding]:
    yield _finding(
        not settings.DEBUG,
        gettext("Debugging is off"),
        gettext("Unset YHDYSPINTA_DEBUG on a server."),
        bad=Level.WARNING,
    )
    yield _finding(
        settings.HTTPS_ONLY,
        gettext("Pages are served over HTTPS only"),
        gettext("Set YHDYSPINTA_HTTPS=1 behind a proxy that ends TLS."),
        bad=Level.WARNING,
    )


def _disk() -> Iterator[Finding]:
    folder = settings.DATA_FOLDER
    free = shutil.disk_usage(folder if folder.exists() else folder.parent).free
    yield _finding(
        free >= _LEAST_FREE_BYTES,
        gettext("Disk has room"),
        gettext("%(megabytes)d MB free.") % {"megabytes": free // 1_000_000},
        bad=Level.WARNING,
    )


def _finding(well: bool, subject: str, remedy: str, *, bad: Level = Level.ERROR) -> Finding:  # noqa: FBT001
    return Finding(Level.OK, subject) if well else Finding(bad, subject, remedy)
