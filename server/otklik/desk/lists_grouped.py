"""A view by groups: within each the order of the view, walked along the same indexes.

A page goes on in the group its cursor names, then takes the next groups that hold anything, all of them by one
statement and their rows by another: however many groups are empty, a page is a handful of statements.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString

import msgspec
from msgspec import Struct

from otklik.desk.filters.errors import SlowFilter
from otklik.desk.grouping import GROUPINGS, Fixed, Grouping, NamedGroup, after_place, list_named
from otklik.desk.lists import (
    Phase,
    View,
    Wanted,
    all_params,
    choose_view,
    patience,
    place_params,
    statement,
)
from otklik.infra.db import Tx
from otklik.kit.errors import Invalid
from otklik.kit.pagination import Page, decode_cursor, encode_cursor

_DIGITS: tuple[LiteralString, ...] = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
_UNION: LiteralString = " union all "
_STATES: tuple[LiteralString, ...] = ("status = 'open'", "status = 'snoozed'", "status = 'resolved'")
_OF_STATE: dict[str, set[LiteralString]] = {
    group.where: {state} for group, state in zip(GROUPINGS["status"].fixed, _STATES, strict=True)
}
_GONE_ON: LiteralString = " = %(group)s"
_ONE: LiteralString = " = g.one"


class GroupCursor(Struct, frozen=True, array_like=True):
    """A place in a list by groups: the group, by its key and by the name it bore, and the place within it."""

    by: str
    key: str
    name: str
    phase: int
    at: datetime
    id: int


class GroupCount(Struct, frozen=True):
    """A group with anything in it: a key, a name where it has one, and how much it holds, None if that takes long."""

    key: str
    name: str | None
    count: int | None


class _Found(Struct, frozen=True):
    """A conversation at its place; `branch` is the group, or the id of it, `phase` that of the view."""

    branch: int
    phase: int
    id: int
    at: datetime


class _Held(Struct, frozen=True):
    """How much a group holds, counted to some number."""

    branch: int
    count: int


class _Shown(Struct, frozen=True):
    """A conversation with its group."""

    group: Fixed | NamedGroup
    phase: int
    id: int
    at: datetime


class Walk(Struct, frozen=True, kw_only=True):
    """What the statements of one page share."""

    tx: Tx
    view: View
    grouping: Grouping
    params: dict[str, Any]
    more: LiteralString
    room: int


async def list_ids_by_groups(tx: Tx, wanted: Wanted) -> Page[int]:
    """Return a page of conversation ids, group after group; raises like `list_ids`."""
    walk = await prepare(tx, wanted)
    start = decode_cursor(wanted.cursor, GroupCursor) if wanted.cursor else None
    if start is not None and (start.by != wanted.group or not 0 <= start.phase < len(walk.view.phases)):
        raise Invalid("this cursor does not fit this list", code="bad_cursor")
    async with patience(tx, needed=True):
        shown = await _go_on(walk, start) if start else []
        fixed = [group for group in _fixed_after(walk.grouping, start) if group.key not in wanted.folded]
        if len(shown) < walk.room and fixed:
            shown += await _take_fixed(walk, fixed)
        if len(shown) < walk.room and walk.grouping.column:
            named = after_place(await list_named(tx, walk.grouping), _named_place(walk.grouping, start))
            named = [group for group in named if group.key not in wanted.folded]
            shown += await _take_named(walk, named, walk.room - len(shown)) if named else []
    return _make_page(wanted, shown)


async def count_groups(tx: Tx, wanted: Wanted, cap: int) -> list[GroupCount]:
    """Return the groups that hold anything, in order, each counted to `cap`.

    Where counting takes too long: every group there may be, with no numbers.
    """
    walk = await prepare(tx, msgspec.structs.replace(wanted, sort="", cursor=None))
    named = await list_named(tx, walk.grouping)
    keys: list[tuple[str, str | None]] = [(one.key, None) for one in walk.grouping.fixed]
    keys += [(one.key, one.name) for one in named]
    await tx.execute("savepoint counting_groups")
    try:
        async with patience(tx, needed=True):
            found = await _count_fixed(walk, cap) + await _count_named(walk, named, cap)
    except SlowFilter:
        await tx.execute("rollback to savepoint counting_groups")
        return [GroupCount(key, name, None) for key, name in keys]
    return [GroupCount(key, name, n) for (key, name), n in zip(keys, found, strict=True) if n]


async def prepare(tx: Tx, wanted: Wanted) -> Walk:
    """Return what a page of this list is walked with."""
    # Within one priority, ordering by priority says nothing.
    sort = "" if wanted.group == wanted.sort == "priority" else wanted.sort
    assert wanted.group is not None  # noqa: S101 - whoever asks for groups names them
    return Walk(
        tx=tx, view=choose_view(msgspec.structs.replace(wanted, sort=sort)), grouping=GROUPINGS[wanted.group],
        params=await all_params(tx, wanted), more=wanted.filter.where if wanted.filter else "", room=wanted.limit + 1,
    )  # fmt: skip


# walking --------------------------------------------------------------------------------------------------------


async def _go_on(walk: Walk, start: GroupCursor) -> list[_Shown]:
    """Return what follows a place in its own group; a group that is gone has nothing more."""
    group, where, extra = _resume(walk.grouping, start)
    if group is None:
        return []
    view = within(walk, where)
    shown: list[_Shown] = []
    for number in range(start.phase, len(view.phases)):
        after = start if number == start.phase else None
        room = walk.room - len(shown)
        params = walk.params | extra | place_params(after.at if after else None, after.id if after else None, room)
        rows = await walk.tx.rows(statement(view, number, params, walk.more), params)
        shown += [_Shown(group, number, row[0], row[1]) for row in rows]
        if len(shown) >= walk.room:
            break
    return shown


def _resume(grouping: Grouping, start: GroupCursor) -> tuple[Fixed | NamedGroup | None, LiteralString, dict[str, Any]]:
    for group in grouping.fixed:
        if group.key == start.key:
            return group, group.where, {}
    if not grouping.column or not _is_id(start.key):
        return None, "", {}
    return NamedGroup(int(start.key), start.name), grouping.column + _GONE_ON, {"group": int(start.key)}


def _is_id(key: str) -> bool:
    return key.isascii() and key.isdecimal() and len(key) < len(str(2**63))


async def _take_fixed(walk: Walk, groups: Sequence[Fixed]) -> list[_Shown]:
    params = walk.params | place_params(None, None, walk.room)
    parts: list[LiteralString] = []
    for number, group in enumerate(groups):
        parts += _branches(walk, within(walk, group.where), _number(number), params)
    found = await walk.tx.fetch(_Found, _UNION.join(parts), params)
    return [_Shown(groups[one.branch], one.phase, one.id, one.at) for one in _in_order(walk.view, found)]


async def _take_named(walk: Walk, groups: Sequence[NamedGroup], room: int) -> list[_Shown]:
    """Return the rows of the first groups that fill the page; those that hold nothing cost no statement."""
    counts = await _count_named(walk, groups, room)
    by_id: dict[int, NamedGroup] = {}
    total = 0
    for group, count in zip(groups, counts, strict=True):
        if count and total < room:
            by_id[group.id] = group
            total += count
    if not by_id:
        return []
    params = walk.params | place_params(None, None, room) | {"groups": list(by_id)}
    parts = _branches(walk, within(walk, walk.grouping.column + _ONE), "g.one", params)
    query: LiteralString = (
        "select x.branch, x.phase, x.id, x.at from unnest(%(groups)s::bigint[]) g(one)"  # noqa: S608 - literals
        " cross join lateral (" + _UNION.join(parts) + ") x"
    )
    order = {group_id: number for number, group_id in enumerate(by_id)}
    found = await walk.tx.fetch(_Found, query, params)
    return [
        _Shown(by_id[one.branch], one.phase, one.id, one.at)
        for one in sorted(_in_order(walk.view, found), key=lambda one: order[one.branch])
    ]


def _branches(walk: Walk, view: View, branch: LiteralString, params: dict[str, Any]) -> list[LiteralString]:
    """Return the query of every phase within a group, saying which it is."""
    return [
        "(select " + branch + " as branch, " + _number(number) + " as phase, p.id, p.at from ("  # noqa: S608 - literals
        + statement(view, number, params, walk.more) + ") p)"
        for number in range(len(view.phases))
    ]  # fmt: skip


def _in_order(view: View, found: Sequence[_Found]) -> list[_Found]:
    """Sort what came of several phases as one list of each group would be."""
    rows: list[_Found] = []
    for number, phase in enumerate(view.phases):
        mine = [one for one in found if one.phase == number]
        rows += sorted(mine, key=lambda one: (one.at, one.id), reverse=" desc" in phase.order)
    return sorted(rows, key=lambda one: one.branch)


def within(walk: Walk, where: LiteralString) -> View:
    """Return the view within one group. What has no holder is found in order only when the column leads it."""
    column = walk.grouping.column
    lead: LiteralString = column + ", " if column and " is null" in where else walk.view.lead
    phases = tuple(Phase(_both(one.where, where), one.at, one.after, one.order) for one in walk.view.phases)
    return View(phases, walk.view.scope, lead)


def _both(phase: LiteralString, group: LiteralString) -> LiteralString:
    """Return both conditions. Two states exclude each other, which the database finds out only row by row."""
    states = {state for state in _STATES if state in phase}
    return "false" if group in _OF_STATE and states and not states & _OF_STATE[group] else phase + " and " + group


def _number(number: int) -> LiteralString:
    return _DIGITS[number // 10] + _DIGITS[number % 10]


# counting -------------------------------------------------------------------------------------------------------


async def _count_fixed(walk: Walk, cap: int) -> list[int]:
    parts: list[LiteralString] = [
        "(select " + _number(number) + " as branch, " + _count(walk, group.where) + " as count)"
        for number, group in enumerate(walk.grouping.fixed)
    ]
    found = await walk.tx.fetch(_Held, _UNION.join(parts), walk.params | place_params(None, None, cap))
    counts = {one.branch: one.count for one in found}
    return [counts[number] for number in range(len(parts))]


async def _count_named(walk: Walk, groups: Sequence[NamedGroup], cap: int) -> list[int]:
    if not groups:
        return []
    query: LiteralString = (
        "select g.one as branch, " + _count(walk, walk.grouping.column + _ONE)  # noqa: S608 - literals
        + " as count from unnest(%(groups)s::bigint[]) g(one)"
    )  # fmt: skip
    params = walk.params | place_params(None, None, cap) | {"groups": [group.id for group in groups]}
    counts = {one.branch: one.count for one in await walk.tx.fetch(_Held, query, params)}
    return [counts[group.id] for group in groups]


def _count(walk: Walk, where: LiteralString) -> LiteralString:
    """Return the number of what a group holds, to `limit`: phase by phase, each walked like a page."""
    view = within(walk, where)
    parts = ["(" + statement(view, number, walk.params, walk.more) + ")" for number in range(len(view.phases))]
    return "(select least(count(*), %(limit)s) from (" + _UNION.join(parts) + ") h)"  # noqa: S608 - literals


# places ---------------------------------------------------------------------------------------------------------


def _fixed_after(grouping: Grouping, start: GroupCursor | None) -> Sequence[Fixed]:
    if start is None:
        return grouping.fixed
    keys = [group.key for group in grouping.fixed]
    return grouping.fixed[keys.index(start.key) + 1 :] if start.key in keys else ()


def _named_place(grouping: Grouping, start: GroupCursor | None) -> tuple[str, int] | None:
    """Return after which place the groups with ids go on; by the name that the last one bore when it was shown."""
    if start is None or any(group.key == start.key for group in grouping.fixed) or not _is_id(start.key):
        return None
    return start.name, int(start.key)


def _make_page(wanted: Wanted, shown: Sequence[_Shown]) -> Page[int]:
    page = shown[: wanted.limit]
    ids = [one.id for one in page]
    if len(shown) <= wanted.limit:
        return Page(ids)
    last = page[-1]
    name = last.group.place[0] if isinstance(last.group, NamedGroup) else ""
    return Page(ids, encode_cursor(GroupCursor(str(wanted.group), last.group.key, name, last.phase, last.at, last.id)))
