"""What a list may be grouped by: which groups there are, in their order, and the condition of each.

Groups of people, teams and inboxes stand by their names, what has none first. A place between them is a name and an
id, so that one that is renamed while others turn pages moves alone.
"""

from collections.abc import Sequence
from typing import LiteralString

from msgspec import Struct

from otklik.access.schemas_lists import GroupName
from otklik.infra.db import Tx

NONE = "none"
"""The group of what nobody holds, no team has, or came through no inbox that there is; as a wish: no groups at all."""

_KEY_CHARS = 40


class Fixed(Struct, frozen=True):
    """A group that is always the same: its key on the wire and its condition."""

    key: str
    where: LiteralString


class Grouping(Struct, frozen=True):
    """The fixed groups, and after them those with ids, which `column` holds and `names` lists."""

    fixed: tuple[Fixed, ...]
    column: LiteralString = ""
    names: LiteralString = ""


GROUPINGS: dict[GroupName, Grouping] = {
    "status": Grouping(
        (
            Fixed("open", "status in ('open', 'pending')"),
            Fixed("snoozed", "status = 'snoozed'"),
            Fixed("resolved", "status = 'resolved'"),
        )
    ),
    "priority": Grouping(
        (
            Fixed("urgent", "priority = 2"),
            Fixed("high", "priority = 1"),
            Fixed("normal", "priority = 0"),
            Fixed("low", "priority = -1"),
        )
    ),
    "assignee": Grouping(
        (Fixed(NONE, "assignee_id is null"),),
        "assignee_id",
        "select id, name from operator where workspace_id = %(workspace)s",
    ),
    "team": Grouping(
        (Fixed(NONE, "team_id is null"),), "team_id", "select id, name from team where workspace_id = %(workspace)s"
    ),
    "inbox": Grouping(
        (Fixed(NONE, "inbox_id is null"),), "inbox_id", "select id, name from inbox where workspace_id = %(workspace)s"
    ),
}


class NamedGroup(Struct, frozen=True):
    """A person, a team or an inbox."""

    id: int
    name: str

    @property
    def key(self) -> str:
        """What it is called on the wire."""
        return str(self.id)

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands among the others."""
        return fold_name(self.name), self.id


def fold_name(name: str) -> str:
    """Return a name as groups are ordered by it; the desk does the same (`features/inbox/grouping/order.ts`)."""
    return name.strip().lower().replace("ё", "е")[:_KEY_CHARS]


async def list_named(tx: Tx, grouping: Grouping) -> list[NamedGroup]:
    """Return the groups that have ids, in order, whether or not anything is in them."""
    if not grouping.column:
        return []
    found = await tx.fetch(NamedGroup, grouping.names, {"workspace": tx.workspace_id})
    return sorted(found, key=lambda group: group.place)


def read_keys(text: str) -> frozenset[str]:
    """Read keys of groups between commas; those that mean nothing in a list leave nothing out."""
    return frozenset(part for part in text.split(",") if part)


def after_place(groups: Sequence[NamedGroup], place: tuple[str, int] | None) -> list[NamedGroup]:
    """Return the groups that come after a place; after None come all."""
    return [group for group in groups if place is None or group.place > place]
