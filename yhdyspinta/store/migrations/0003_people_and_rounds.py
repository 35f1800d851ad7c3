"""People, roles, submissions and the rest of a round; the trail's own trigger.

SQLite rebuilds a table to alter it and loses its triggers: they are dropped first and created
again last, on both databases. The libraries' tables point to our people, so this comes before them.
"""

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import yhdyspinta.terms.access
import yhdyspinta.terms.languages
import yhdyspinta.terms.rounds
from django.conf import settings
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PICTURE, REPORT = "yhdyspinta_situationpicture", "yhdyspinta_statusreport"
EVENT, STEP = "yhdyspinta_event", "yhdyspinta_submissionstep"
FORMER_REPORT_FACTS = (
    "roadmap_id",
    "area_id",
    "task_id",
    "status",
    "effective_from",
    "recorded_at",
    "recorded_by",
    "organisation_id",
    "sheet_import_id",
    "note",
)
REPORT_FACTS = (
    *FORMER_REPORT_FACTS,
    "visibility",
    "risk",
    "expected_quarter",
    "round_id",
)
# All but the network address, which is emptied when its time is over.
EVENT_FACTS = (
    "at",
    "actor",
    "action",
    "subject",
    "organisation",
    "area",
    "roadmap",
    "door",
    "request",
    "reason",
    "details",
)
FROZEN = "a published picture never changes"
APPENDED = "a status report never changes"
KEPT = "the trail never changes"
STEPPED = "a submission's step never changes"

FORMER = (
    ("picture_is_frozen", f"UPDATE ON {PICTURE}", FROZEN),
    ("report_is_appended", f"UPDATE OF {', '.join(FORMER_REPORT_FACTS)} ON {REPORT}", APPENDED),
)
CURRENT = (
    FORMER[0],
    ("report_is_appended", f"UPDATE OF {', '.join(REPORT_FACTS)} ON {REPORT}", APPENDED),
    ("event_is_kept", f"UPDATE OF {', '.join(EVENT_FACTS)} ON {EVENT}", KEPT),
    ("event_is_not_deleted", f"DELETE ON {EVENT}", KEPT),
    ("step_is_appended", f"UPDATE ON {STEP}", STEPPED),
)
Triggers = tuple[tuple[str, str, str], ...]


def drop_former(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _drop(schema_editor, FORMER)


def create_former(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _create(schema_editor, FORMER)


def create_current(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _create(schema_editor, CURRENT)


def drop_current(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _drop(schema_editor, CURRENT)


def _create(schema_editor: BaseDatabaseSchemaEditor, triggers: Triggers) -> None:
    for name, event, message in triggers:
        quoted = message.replace("'", "''")
        if schema_editor.connection.vendor == "sqlite":
            body = f"BEGIN SELECT RAISE(ABORT, '{quoted}'); END"
        else:
            # The function is that of migration 0002.
            body = f"FOR EACH ROW EXECUTE FUNCTION yhdyspinta_refuse('{quoted}')"
        schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {event} {body}", params=None)


def _drop(schema_editor: BaseDatabaseSchemaEditor, triggers: Triggers) -> None:
    for name, event, _ in triggers:
        table = event.rpartition(" ON ")[2]
        on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {table}"
        schema_editor.execute(f"DROP TRIGGER {name}{on}", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("yhdyspinta", "0002_append_only"),
    ]

    run_before = [
        ("account", "0001_initial"),
        ("mfa", "0001_initial"),
        ("socialaccount", "0001_initial"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(drop_former, create_former),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=120)),
                (
                    "language",
                    models.CharField(
                        default=yhdyspinta.terms.languages.Language["FI"], max_length=2
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("is_demo", models.BooleanField(default=False)),
                ("joined_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("secret_sha256", models.CharField(max_length=64, unique=True)),
                ("hint", models.CharField(max_length=12)),
                ("name", models.CharField(max_length=120)),
                ("role", models.CharField(blank=True, max_length=20)),
                ("scopes", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=120)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("used_on", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ClaimRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider", models.CharField(max_length=60)),
                ("claim", models.CharField(max_length=120)),
                ("value", models.CharField(max_length=255)),
                ("role", models.CharField(max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateField()),
                ("reason", models.TextField()),
                ("granted_by", models.CharField(max_length=120)),
                ("granted_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=20)),
                ("from_claim", models.BooleanField(default=False)),
                ("granted_at", models.DateTimeField()),
                ("granted_by", models.CharField(max_length=120)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by", models.CharField(blank=True, max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_sha256", models.CharField(max_length=64, unique=True)),
                ("email", models.EmailField(max_length=254)),
                ("role", models.CharField(max_length=20)),
                (
                    "language",
                    models.CharField(
                        default=yhdyspinta.terms.languages.Language["FI"], max_length=2
                    ),
                ),
                ("invited_at", models.DateTimeField()),
                ("invited_by", models.CharField(max_length=120)),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="OnceKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("owner", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=200)),
                ("request_sha256", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField()),
                ("answer", models.TextField()),
                ("written_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("days_before", models.SmallIntegerField(blank=True, null=True)),
                ("day", models.DateField()),
                ("is_fallback", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("planned_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("failure", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        default=yhdyspinta.terms.rounds.SubmissionState["WAITING"], max_length=10
                    ),
                ),
                ("comment", models.TextField(blank=True)),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                ("changed_by", models.CharField(blank=True, max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name="SubmissionStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                ("before", models.CharField(max_length=10)),
                ("after", models.CharField(max_length=10)),
                ("comment", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Talk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("held_on", models.DateField()),
                ("participants", models.TextField()),
                ("conclusions", models.TextField()),
                (
                    "visibility",
                    models.CharField(
                        default=yhdyspinta.terms.access.Visibility["INTERNAL"], max_length=10
                    ),
                ),
                ("recorded_by", models.CharField(max_length=120)),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="event",
            name="address",
            field=models.CharField(blank=True, max_length=45),
        ),
        migrations.AddField(
            model_name="event",
            name="area",
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AddField(
            model_name="event",
            name="door",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="event",
            name="organisation",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="event",
            name="reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="event",
            name="request",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="event",
            name="roadmap",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="note",
            name="visibility",
            field=models.CharField(
                default=yhdyspinta.terms.access.Visibility["PUBLIC"], max_length=10
            ),
        ),
        migrations.AddField(
            model_name="reportinground",
            name="closes_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reportinground",
            name="due_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reportinground",
            name="instructions_en",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="reportinground",
            name="instructions_fi",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="reportinground",
            name="instructions_sv",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="reportinground",
            name="on_time_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reportinground",
            name="opens_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reportinground",
            name="reminder_days",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="reportinground",
            name="scope",
            field=models.CharField(default=yhdyspinta.terms.rounds.Scope["ALL"], max_length=10),
        ),
        migrations.AddField(
            model_name="reportinground",
            name="summary_en",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="reportinground",
            name="summary_fi",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="reportinground",
            name="summary_sv",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="statusreport",
            name="expected_quarter",
            field=models.CharField(blank=True, max_length=7),
        ),
        migrations.AddField(
            model_name="statusreport",
            name="risk",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="statusreport",
            name="round",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="yhdyspinta.reportinground",
            ),
        ),
        migrations.AddField(
            model_name="statusreport",
            name="visibility",
            field=models.CharField(
                default=yhdyspinta.terms.access.Visibility["PUBLIC"], max_length=10
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["organisation", "-at"], name="event_of_organisation"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["area", "-at"], name="event_of_area"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["actor", "-at"], name="event_of_actor"),
        ),
        migrations.AddIndex(
            model_name="statusreport",
            index=models.Index(
                condition=models.Q(("round__isnull", False)),
                fields=["round", "area", "task", "recorded_at"],
                name="report_in_round",
            ),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(("visibility__in", ["public", "partners", "internal"])),
                name="note_visibility_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportinground",
            constraint=models.CheckConstraint(
                condition=models.Q(("scope__in", ["all", "critical"])), name="round_scope_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportinground",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("opens_on", None),
                        ("due_on", None),
                        ("due_on__gte", models.F("opens_on")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("due_on", None),
                        ("on_time_until", None),
                        ("on_time_until__gte", models.F("due_on")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("due_on", None),
                        ("closes_on", None),
                        ("closes_on__gte", models.F("due_on")),
                        _connector="OR",
                    ),
                ),
                name="round_days_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="statusreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("visibility__in", ["public", "partners", "internal"])),
                name="report_visibility_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="statusreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("risk__in", ["", "low", "moderate", "high", "highest"])),
                name="report_risk_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="statusreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expected_quarter", ""),
                    models.Q(
                        models.Q(
                            ("expected_quarter__endswith", "-Q1"),
                            ("expected_quarter__endswith", "-Q2"),
                            ("expected_quarter__endswith", "-Q3"),
                            ("expected_quarter__endswith", "-Q4"),
                            _connector="OR",
                        ),
                        ("expected_quarter__gte", "1900-Q1"),
                        ("expected_quarter__lte", "2999-Q4"),
                    ),
                    _connector="OR",
                ),
                name="report_expected_is_a_quarter",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"), name="user_email_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["fi", "sv", "en"])), name="user_language_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("erased_at", None), ("is_active", False), _connector="OR"),
                name="user_erased_is_not_active",
            ),
        ),
        migrations.AddField(
            model_name="apitoken",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tokens",
                to="yhdyspinta.organisation",
            ),
        ),
        migrations.AddField(
            model_name="apitoken",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tokens",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="claimrule",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="yhdyspinta.organisation",
            ),
        ),
        migrations.AddField(
            model_name="claimrule",
            name="roadmap",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="yhdyspinta.roadmap",
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="yhdyspinta.area"
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="extensions",
                to="yhdyspinta.reportinground",
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grants",
                to="yhdyspinta.organisation",
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="roadmap",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="yhdyspinta.roadmap",
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grants",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="accepted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="yhdyspinta.organisation",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="roadmap",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="yhdyspinta.roadmap",
            ),
        ),
        migrations.AddIndex(
            model_name="oncekey",
            index=models.Index(fields=["written_at"], name="once_key_by_age"),
        ),
        migrations.AddConstraint(
            model_name="oncekey",
            constraint=models.UniqueConstraint(fields=("owner", "key"), name="once_key_once"),
        ),
        migrations.AddField(
            model_name="reminder",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="yhdyspinta.area"
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reminders",
                to="yhdyspinta.reportinground",
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="yhdyspinta.area"
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="submissions",
                to="yhdyspinta.reportinground",
            ),
        ),
        migrations.AddField(
            model_name="submissionstep",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="yhdyspinta.organisation",
            ),
        ),
        migrations.AddField(
            model_name="submissionstep",
            name="submission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="steps",
                to="yhdyspinta.submission",
            ),
        ),
        migrations.AddField(
            model_name="talk",
            name="area",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="yhdyspinta.area",
            ),
        ),
        migrations.AddField(
            model_name="talk",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="talks",
                to="yhdyspinta.reportinground",
            ),
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("organisation", None), ("role", ""), ("user__isnull", False)),
                    models.Q(
                        ("organisation__isnull", False),
                        ("role__in", ["reader", "reporter"]),
                        ("user", None),
                    ),
                    _connector="OR",
                ),
                name="token_of_person_or_organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "reader",
                            "reporter",
                            "approver",
                            "coordinator",
                            "administrator",
                            "operator",
                        ],
                    )
                ),
                name="claim_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimrule",
            constraint=models.UniqueConstraint(
                models.F("provider"),
                models.F("claim"),
                models.F("value"),
                models.F("role"),
                django.db.models.functions.comparison.Coalesce("organisation", 0),
                django.db.models.functions.comparison.Coalesce("roadmap", 0),
                name="claim_rule_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("round", "area"),
                name="extension_in_force_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="extension_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "reader",
                            "reporter",
                            "approver",
                            "coordinator",
                            "administrator",
                            "operator",
                        ],
                    )
                ),
                name="grant_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("organisation", None),
                        ("roadmap", None),
                        ("role", yhdyspinta.terms.access.Role["OPERATOR"]),
                    ),
                    models.Q(
                        ("organisation__isnull", False),
                        ("roadmap__isnull", False),
                        ("role", yhdyspinta.terms.access.Role["COORDINATOR"]),
                    ),
                    models.Q(
                        models.Q(
                            (
                                "role__in",
                                [
                                    yhdyspinta.terms.access.Role["OPERATOR"],
                                    yhdyspinta.terms.access.Role["COORDINATOR"],
                                ],
                            ),
                            _negated=True,
                        ),
                        ("organisation__isnull", False),
                        ("roadmap", None),
                    ),
                    _connector="OR",
                ),
                name="grant_has_its_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.UniqueConstraint(
                models.F("user"),
                models.F("role"),
                django.db.models.functions.comparison.Coalesce("organisation", 0),
                django.db.models.functions.comparison.Coalesce("roadmap", 0),
                condition=models.Q(("ended_at", None)),
                name="grant_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "reader",
                            "reporter",
                            "approver",
                            "coordinator",
                            "administrator",
                            "operator",
                        ],
                    )
                ),
                name="invitation_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at", None), ("accepted_by", None)),
                    models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                    _connector="OR",
                ),
                name="invitation_accepted_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="reminder",
            index=models.Index(fields=["state", "day"], name="reminder_waiting"),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("round", "area", "user", "day"), name="reminder_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "sent"), ("sent_at__isnull", False)),
                    models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at", None)),
                    _connector="OR",
                ),
                name="reminder_sent_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(fields=("round", "area"), name="submission_once"),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["waiting", "ready", "approved", "accepted", "returned"])
                ),
                name="submission_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="talk",
            constraint=models.CheckConstraint(
                condition=models.Q(("visibility__in", ["public", "partners", "internal"])),
                name="talk_visibility_known",
            ),
        ),
        migrations.RunPython(create_current, drop_current),
    ]
