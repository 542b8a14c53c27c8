"""From what a caller names, a view, a typed filter, an order, to what a list is asked for."""

from typing import Literal

import msgspec
from msgspec import Struct

from otklik.access.actor import Actor
from otklik.access.permissions import Permission
from otklik.access.schemas_lists import GroupName
from otklik.desk import saved
from otklik.desk.facts import read_columns
from otklik.desk.filters.binding import bind, complete
from otklik.desk.filters.lexicon import own_key
from otklik.desk.filters.reading import read_filter
from otklik.desk.filters.tree import AllOf, Node, conditions_of
from otklik.desk.grouping import NONE, read_keys
from otklik.desk.lists import Sort, Wanted
from otklik.desk.room import Desk
from otklik.infra.db import Tx
from otklik.kit.errors import Forbidden

SAVED_PREFIX = "saved:"
AskedGroup = Literal["", "none", "status", "priority", "assignee", "team", "inbox"]


class Asked(Struct, frozen=True, kw_only=True):
    """A list as a caller names it. `view` may be `saved:7`; `filter` is the typed syntax.

    `group` empty is as the saved view says, `none` means no groups; `folded` names groups to be left out.
    """

    view: str = "open"
    filter: str = ""
    query: str = ""
    inbox_id: int | None = None
    sort: Sort = ""
    group: AskedGroup = ""
    folded: str = ""
    columns: str = ""
    cursor: str | None = None
    limit: int = 50


async def make_wanted(tx: Tx, desk: Desk, actor: Actor, asked: Asked) -> Wanted:
    """Return what the list is asked for; raises WrongFilter, and NotFound for a saved view the actor does not see."""
    view, sort, group = asked.view, asked.sort, _named_group(asked.group)
    columns = read_columns(asked.columns)
    trees: list[Node] = []
    if view.startswith(SAVED_PREFIX):
        kept = await saved.get_view(tx, actor, view.removeprefix(SAVED_PREFIX))
        view, sort = "all", sort or saved.read_sort(kept)
        group = saved.read_group(kept) if asked.group == "" else group
        columns = columns or tuple(kept.columns or ())
        trees.append(saved.read_tree(kept))
    typed = await read_typed(tx, desk, asked.filter)
    if typed is not None:
        trees.append(typed)
    tree = AllOf(tuple(trees)) if len(trees) > 1 else next(iter(trees), None)
    if tree is not None and Permission.CONTACTS_VIEW not in actor.permissions:
        _refuse_own_fields(tree)
    return Wanted(
        view=view, operator_id=actor.operator_id or 0, team_ids=actor.team_ids, inbox_id=asked.inbox_id,
        query=asked.query,
        filter=None if tree is None else await complete(tx, _flat(tree)), sort=sort, group=group,
        folded=read_keys(asked.folded), columns=columns, cursor=asked.cursor, limit=asked.limit,
    )  # fmt: skip


def _named_group(asked: AskedGroup) -> GroupName | None:
    return None if asked in {"", NONE} else msgspec.convert(asked, GroupName)


async def read_typed(tx: Tx, desk: Desk, text: str) -> Node | None:
    """Return the bound tree of a typed filter; None for a blank one; raises WrongFilter."""
    parsed = read_filter(text)
    return None if parsed is None else await bind(tx, parsed, (one.manifest.slug for one in desk.registry))


def _refuse_own_fields(tree: Node) -> None:
    """Raise Forbidden where the answer would tell what stands on cards that may not be opened."""
    if any(own_key(one.field) for one in conditions_of(tree)):
        raise Forbidden("you may not see customers' fields")


def _flat(tree: Node) -> Node:
    """Put what must hold together in one row, so that the demands of both are seen."""
    if not isinstance(tree, AllOf):
        return tree
    items: list[Node] = []
    for one in tree.items:
        items.extend(one.items if isinstance(one, AllOf) else (one,))
    return AllOf(tuple(items))
