from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("yhdyspinta", "0002_append_only")]

    operations = [
        migrations.RemoveIndex(model_name="statusreport", name="report_cell"),
        migrations.AddIndex(
            model_name="statusreport",
            index=models.Index(
                fields=["area", "task", "effective_from", "recorded_at", "id", "status"],
                name="report_cell",
            ),
        ),
    ]
