from io import StringIO

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader


@pytest.mark.django_db
def test_the_tables_are_as_the_migrations_make_them() -> None:
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_migrations_are_one_line_of_history() -> None:
    graph = MigrationLoader(None).graph
    ours = sorted(name for app, name in graph.nodes if app == "yhdyspinta")
    assert len(graph.leaf_nodes("yhdyspinta")) == 1
    assert [name[:4] for name in ours] == [f"{n:04d}" for n in range(1, len(ours) + 1)]
