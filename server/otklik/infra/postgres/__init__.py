"""The database that comes with the product: found, initialised, started, watched and stopped by us."""

from otklik.infra.postgres.addresses import Dsns
from otklik.infra.postgres.errors import AlreadyRunning, PostgresError
from otklik.infra.postgres.supervisor import EmbeddedPostgres, find_running

__all__ = ["AlreadyRunning", "Dsns", "EmbeddedPostgres", "PostgresError", "find_running"]
