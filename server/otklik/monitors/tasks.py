"""The task that keeps the ledger: what the tables hold is counted again while it may still change."""

from otklik.infra.db import Database
from otklik.monitors import repository

EVERY_S = 15.0
_SETTLED_S = 300.0
"""No transaction of the road lives so long."""


async def keep_ledger(database: Database) -> None:
    """Count the last minutes; may run at any time and in any process, it only says what the tables say."""
    async with database.system() as tx:
        await repository.count_rows(tx, _SETTLED_S)
        await repository.put_mark(tx, _SETTLED_S)
