"""Names and numbers of what a company has, for telling a thing by its name and finding it again."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from otklik.access.actor import Actor
from otklik.canned_responses.service import list_whole
from otklik.infra.db import Tx
from otklik.labels.reasons import list_reasons
from otklik.labels.records import TopicRow
from otklik.labels.service import list_tags
from otklik.labels.topics import list_topics
from otklik.teams.service import list_teams

_MOST_TEAMS = 1000
PLAIN_FACTS = ("verb", "text", "priority", "minutes", "days", "until_reply", "back", "fields")
"""What an action of a macro says of itself without naming anything else."""
Path = tuple[str, ...]


class Names(Struct, frozen=True):
    """By kind of thing, the number of each name; names are compared without regard to case."""

    teams: dict[str, int]
    tags: dict[str, int]
    reasons: dict[str, int]
    topics: dict[Path, int]
    responses: dict[str, int]


def fold(name: str) -> str:
    """Return a name as it is compared."""
    return name.strip().casefold()


def fold_path(names: Sequence[str]) -> Path:
    """Return the names from the top of the tree down to a topic as they are compared."""
    return tuple(fold(name) for name in names)


def paths_of(rows: Iterable[TopicRow]) -> dict[int, list[str]]:
    """Return the names from the top of the tree down to each topic; the rows stand in the order of the tree."""
    paths: dict[int, list[str]] = {}
    for row in rows:
        paths[row.id] = [*paths.get(row.parent_id or 0, []), row.name]
    return paths


async def read_names(tx: Tx, actor: Actor) -> Names:
    """Read the names of everything that others refer to; of canned responses the shared ones."""
    teams = (await list_teams(tx, None, _MOST_TEAMS)).items
    in_use = [row for row in await list_topics(tx) if not row.archived]
    return Names(
        teams=_by_name((one.name, one.id) for one in teams),
        tags=_by_name((one.name, one.id) for one in await list_tags(tx)),
        reasons=_by_name((one.name, one.id) for one in await list_reasons(tx)),
        topics={fold_path(path): number for number, path in paths_of(in_use).items()},
        responses=_by_name((one.title, one.id) for one in await list_whole(tx, actor) if one.scope != "personal"),
    )


def _by_name(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, number in pairs:
        found.setdefault(fold(name), number)
    return found
