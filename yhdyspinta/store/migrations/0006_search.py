"""What can be found, and the database's own index over its words.

On SQLite an FTS5 table that keeps no copy of the words; triggers tell it of each row. On PostgreSQL
two generated columns with a GIN index.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_ENTRY, _INDEX = "yhdyspinta_searchentry", "yhdyspinta_searchindex"
_COLUMNS = ("title", "title_forms", "text", "parts", "facets")
_WEIGHTS = {"title": "A", "title_forms": "B", "text": "C", "parts": "D"}


def _sqlite() -> list[str]:
    names = ", ".join(_COLUMNS)
    new, old = (", ".join(f"{row}.{name}" for name in _COLUMNS) for row in ("new", "old"))
    put = f"INSERT INTO {_INDEX} (rowid, {names}) VALUES (new.id, {new});"  # noqa: S608
    # FTS5's way of taking a row out of an index over another table's columns.
    values = f"VALUES ('delete', old.id, {old})"
    take = f"INSERT INTO {_INDEX} ({_INDEX}, rowid, {names}) {values};"
    return [
        (
            f"CREATE VIRTUAL TABLE {_INDEX} USING fts5({names}, content='{_ENTRY}',"
            " content_rowid='id', prefix='3 4 5 6', tokenize='unicode61 remove_diacritics 0')"
        ),
        f"CREATE TRIGGER search_entry_added AFTER INSERT ON {_ENTRY} BEGIN {put} END",
        f"CREATE TRIGGER search_entry_removed AFTER DELETE ON {_ENTRY} BEGIN {take} END",
        (
            f"CREATE TRIGGER search_entry_changed AFTER UPDATE OF {names} ON {_ENTRY}"
            f" BEGIN {take} {put} END"
        ),
    ]


def _postgresql() -> list[str]:
    weighed = " || ".join(
        f"setweight(to_tsvector('simple', {name}), '{weight}')" for name, weight in _WEIGHTS.items()
    )
    return [
        (
            f"ALTER TABLE {_ENTRY} ADD COLUMN found_by tsvector GENERATED ALWAYS AS ({weighed}) STORED,"
            " ADD COLUMN found_in tsvector GENERATED ALWAYS AS (to_tsvector('simple', facets)) STORED"
        ),
        f"CREATE INDEX {_INDEX} ON {_ENTRY} USING gin (found_by, found_in)",
    ]


def create(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in _sqlite() if is_sqlite else _postgresql():
        schema_editor.execute(statement, params=None)


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for name in ("added", "removed", "changed"):
            schema_editor.execute(f"DROP TRIGGER search_entry_{name}", params=None)
        schema_editor.execute(f"DROP TABLE {_INDEX}", params=None)
    else:
        schema_editor.execute(f"DROP INDEX {_INDEX}", params=None)
        schema_editor.execute(
            f"ALTER TABLE {_ENTRY} DROP COLUMN found_by, DROP COLUMN found_in", params=None
        )


class Migration(migrations.Migration):
    dependencies = [("yhdyspinta", "0005_register")]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=60, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=16)),
                ("code", models.CharField(max_length=160)),
                ("area", models.CharField(blank=True, max_length=8)),
                ("owner", models.CharField(blank=True, max_length=40)),
                ("visibility", models.CharField(max_length=10)),
                ("title_fi", models.TextField()),
                ("title_sv", models.TextField(blank=True)),
                ("title_en", models.TextField(blank=True)),
                ("shown", models.TextField(blank=True)),
                ("on", models.DateField(blank=True, null=True)),
                ("invented", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                ("title", models.TextField()),
                ("title_forms", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("parts", models.TextField(blank=True)),
                ("facets", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "code"), name="search_entry_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "interface",
                                    "body",
                                    "meeting",
                                    "agreement",
                                    "plan",
                                    "phenomenon",
                                    "duty",
                                    "fulfilment",
                                    "clock_event",
                                    "shared_aim",
                                    "work_package",
                                    "area",
                                    "organisation",
                                    "theme",
                                    "task",
                                ],
                            )
                        ),
                        name="search_entry_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("visibility__in", ["public", "partners", "internal"])),
                        name="search_entry_visibility_known",
                    ),
                ],
            },
        ),
        migrations.RunPython(create, drop),
    ]
