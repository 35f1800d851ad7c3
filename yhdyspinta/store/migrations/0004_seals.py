"""Seals upon the trail, which the database refuses to change; indexes to read the trail by."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SEAL = "yhdyspinta_seal"
KEPT = "a seal of the trail never changes"
TRIGGERS = (("seal_is_kept", "UPDATE"), ("seal_is_not_deleted", "DELETE"))


def create(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name, event in TRIGGERS:
        if schema_editor.connection.vendor == "sqlite":
            body = f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
        else:
            # The function is that of migration 0002.
            body = f"FOR EACH ROW EXECUTE FUNCTION yhdyspinta_refuse('{KEPT}')"
        schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {SEAL} {body}", params=None)


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name, _ in TRIGGERS:
        on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {SEAL}"
        schema_editor.execute(f"DROP TRIGGER {name}{on}", params=None)


class Migration(migrations.Migration):
    dependencies = [("yhdyspinta", "0003_people_and_rounds")]

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("sealed_at", models.DateTimeField()),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                ("gaps", models.JSONField(default=list)),
                ("late", models.JSONField(default=list)),
                ("events", models.PositiveIntegerField()),
                ("former", models.CharField(max_length=64, unique=True)),
                ("sha256", models.CharField(max_length=64, unique=True)),
            ],
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["roadmap", "-at"], name="event_of_roadmap"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["action", "-at"], name="event_of_action"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["request", "-at"], name="event_of_request"),
        ),
        migrations.RunPython(create, drop),
    ]
