"""Bringing the index up to date in a test."""

from otklik.infra.db import Database
from otklik.search import tasks
from tests.settling import settle


async def fill_index(db: Database) -> None:
    """Read everything that has been committed into the index."""
    await settle(db)
    await tasks.fill_index(db)
