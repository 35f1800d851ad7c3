"""Have the tables ready before a command uses them."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext

from yhdyspinta.services.refusals import RefusedError


def migrate() -> None:
    """Create or update the tables."""
    call_command("migrate", verbosity=0, interactive=False)


def ready() -> None:
    """Create the tables of a new database; raises RefusedError if an old one needs an update.

    An update of existing data is the operator's decision: it comes after a backup.
    """
    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        migrate()
    elif executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RefusedError(
            gettext("The tables are of an older version. Make a backup, then: yhdyspinta migrate")
        )
