"""Django's PostgreSQL backend, which starts the embedded server when it is down."""

from typing import Any

import psycopg
from django.conf import settings
from django.db.backends.postgresql import base, client

from lms.embedded import binaries, database


class DatabaseClient(client.DatabaseClient):
    """`manage.py dbshell` on the server, with the psql that came with it."""

    executable_name = str(binaries.postgres_bin() / "psql")

    def runshell(self, parameters: list[str]) -> None:
        database.ensure_running(settings.PLACE)
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    """Counts the process as a user of the server on its first connection."""

    client_class = DatabaseClient

    def get_new_connection(self, conn_params: dict[str, Any]) -> psycopg.Connection:
        database.hold(settings.PLACE)
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            database.ensure_running(settings.PLACE)
            return super().get_new_connection(conn_params)
