"""The database itself refuses to change a published picture or a status report.

Only the derived end of a report's interval (`superseded_on`) may be written again. Deleting is
left to foreign keys (PROTECT) and to an operator's repair by hand.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PICTURE, REPORT = "yhdyspinta_situationpicture", "yhdyspinta_statusreport"
REPORT_FACTS = (
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

SQLITE = [
    f"""CREATE TRIGGER picture_is_frozen BEFORE UPDATE ON {PICTURE}
    BEGIN SELECT RAISE(ABORT, 'a published picture never changes'); END""",
    f"""CREATE TRIGGER report_is_appended BEFORE UPDATE OF {", ".join(REPORT_FACTS)} ON {REPORT}
    BEGIN SELECT RAISE(ABORT, 'a status report never changes'); END""",
]
SQLITE_BACK = ["DROP TRIGGER picture_is_frozen", "DROP TRIGGER report_is_appended"]

POSTGRESQL = [
    """CREATE FUNCTION yhdyspinta_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    f"""CREATE TRIGGER picture_is_frozen BEFORE UPDATE ON {PICTURE} FOR EACH ROW
    EXECUTE FUNCTION yhdyspinta_refuse('a published picture never changes')""",
    f"""CREATE TRIGGER report_is_appended BEFORE UPDATE OF {", ".join(REPORT_FACTS)} ON {REPORT}
    FOR EACH ROW EXECUTE FUNCTION yhdyspinta_refuse('a status report never changes')""",
]
POSTGRESQL_BACK = [
    f"DROP TRIGGER picture_is_frozen ON {PICTURE}",
    f"DROP TRIGGER report_is_appended ON {REPORT}",
    "DROP FUNCTION yhdyspinta_refuse()",
]


def create(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers of the database at hand."""
    _run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop them again."""
    _run(schema_editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK})


def _run(schema_editor: BaseDatabaseSchemaEditor, by_vendor: dict[str, list[str]]) -> None:
    for statement in by_vendor[schema_editor.connection.vendor]:
        # Without parameters: % in the PostgreSQL function is its own.
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Triggers on pictures and reports."""

    dependencies = [("yhdyspinta", "0001_first_tables")]
    operations = [migrations.RunPython(create, drop)]
