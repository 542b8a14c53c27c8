"""Names and numbers of what a company has, for telling a thing by its name and finding it again."""

from collections.abc import Iterable

from msgspec import Struct

from otklik.access.actor import Actor
from otklik.canned_responses.service import list_whole
from otklik.infra.db import Tx
from otklik.labels.reasons import list_reasons
from otklik.labels.service import list_tags
from otklik.teams.service import list_teams

_MOST_TEAMS = 1000


class Names(Struct, frozen=True):
    """By kind of thing, the number of each name; names are compared without regard to case."""

    teams: dict[str, int]
    tags: dict[str, int]
    reasons: dict[str, int]
    responses: dict[str, int]


def fold(name: str) -> str:
    """Return a name as it is compared."""
    return name.strip().casefold()


async def read_names(tx: Tx, actor: Actor) -> Names:
    """Read the names of everything that others refer to; of canned responses the shared ones."""
    teams = (await list_teams(tx, None, _MOST_TEAMS)).items
    return Names(
        teams=_by_name((one.name, one.id) for one in teams),
        tags=_by_name((one.name, one.id) for one in await list_tags(tx)),
        reasons=_by_name((one.name, one.id) for one in await list_reasons(tx)),
        responses=_by_name((one.title, one.id) for one in await list_whole(tx, actor) if one.scope != "personal"),
    )


def _by_name(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, number in pairs:
        found.setdefault(fold(name), number)
    return found
