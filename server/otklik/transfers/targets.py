"""How busy those are to whom a conversation may go."""

from collections.abc import Sequence

from otklik.infra.db import Tx
from otklik.transfers import repository
from otklik.transfers.records import Seen, TeamLoad

ENOUGH_ANSWERS = 5
"""Fewer first answers in the last hour say nothing about the next one."""


async def list_targets(tx: Tx) -> tuple[Sequence[Seen], Sequence[TeamLoad]]:
    """Return when each operator was last active, and the load of each team."""
    return await repository.list_seen(tx), await repository.list_team_loads(tx)


def estimate_wait(load: TeamLoad) -> int | None:
    """Return how many seconds a customer of this team waits: the median first answer of the last hour, if enough."""
    if load.answered < ENOUGH_ANSWERS or load.median_s is None:
        return None
    return round(load.median_s)
