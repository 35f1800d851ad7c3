from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("yhdyspinta", "0003_report_cell_covers"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="statusrule",
            name="status_rule_once",
        ),
        migrations.AddConstraint(
            model_name="statusrule",
            constraint=models.UniqueConstraint(
                fields=("roadmap", "valid_from"), name="status_rule_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="statusrule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("roadmap", None)),
                fields=("valid_from",),
                name="status_rule_general_once",
            ),
        ),
    ]
