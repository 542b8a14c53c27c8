"""Saved views: who sees them, who may change them, and the verbs on them."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import UNSET
from psycopg.types.json import Jsonb

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.access.permissions import Permission
from otklik.access.schemas_lists import GroupName, RowColumns
from otklik.desk import repository_saved as repository
from otklik.desk.events import SavedViewChanged
from otklik.desk.filters.reading import read_filter
from otklik.desk.filters.tree import Node
from otklik.desk.lists import Sort
from otklik.desk.records import SavedRow
from otklik.desk.schemas_views import NewSavedView, SavedViewInput
from otklik.infra.db import Tx
from otklik.kit.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from otklik.kit.text import clean_name

OWN_MAX = 50
SHARED_MAX = 100
_NAME_MAX = 60
_LARGEST_DIGITS = 18


class NoSuchSavedView(NotFound):
    """No such view, or it belongs to somebody else."""

    code = "saved_view_not_found"


class TooManyViews(Conflict):
    """The limit of saved views is reached."""

    code = "too_many_views"


def read_tree(row: SavedRow) -> Node:
    """Return the filter of a saved view."""
    return msgspec.convert(row.filter, Node)  # type: ignore[no-any-return] # a union of structs


def read_sort(row: SavedRow) -> Sort:
    """Return the order of a saved view."""
    return msgspec.convert(row.sort, Sort)  # type: ignore[no-any-return] # a closed set of words


def read_group(row: SavedRow) -> GroupName | None:
    """Return what a saved view is grouped by."""
    return msgspec.convert(row.grouping, GroupName | None)  # type: ignore[no-any-return] # the same


def may_see(actor: Actor, row: SavedRow) -> bool:
    """Whether the view is in the actor's list."""
    if row.scope == "private":
        return row.operator_id is not None and row.operator_id == actor.operator_id
    return row.scope == "shared" or _sees_all_teams(actor) or row.team_id in actor.team_ids


def may_change(actor: Actor, row: SavedRow) -> bool:
    """Whether the actor may edit, move and delete the view."""
    return may_see(actor, row) and (row.scope == "private" or actor.may(Permission.VIEWS_SHARE))


def _sees_all_teams(actor: Actor) -> bool:
    return actor.may(Permission.VIEWS_SHARE)


async def list_views(tx: Tx, actor: Actor) -> list[SavedRow]:
    """Return the views the actor sees, in their order."""
    return await repository.list_seen(tx, actor.operator_id or 0, actor.team_ids, everything=_sees_all_teams(actor))


async def get_view(tx: Tx, actor: Actor, number: int | str, *, lock: bool = False) -> SavedRow:
    """Return a view the actor sees, by its number or its digits; raises NoSuchSavedView."""
    text = str(number)
    proper = text.isascii() and text.isdecimal() and len(text) <= _LARGEST_DIGITS
    row = await repository.find(tx, int(text), lock=lock) if proper else None
    if row is None or not may_see(actor, row):
        raise NoSuchSavedView("no such view")
    return row


async def create_view(tx: Tx, actor: Actor, new: NewSavedView, tree: Node) -> SavedRow:
    """Keep a view; raises Forbidden when it is to be shared without the right, and TooManyViews."""
    values = await _place(tx, actor, new.scope, new.team_id)
    own = new.scope == "private"
    if await repository.count_of(tx, actor.operator_id if own else None) >= (OWN_MAX if own else SHARED_MAX):
        raise TooManyViews("there are too many saved views")
    values |= {
        "name": clean_view_name(new.name), "icon": new.icon, "filter": Jsonb(msgspec.to_builtins(tree)),
        "sort": new.sort, "grouping": new.group, "columns": _columns(new.columns),
        "pinned": new.pinned, "created_by": actor.operator_id,
    }  # fmt: skip
    view_id = await repository.insert(tx, values)
    row = await get_view(tx, actor, view_id)
    await _note(tx, actor, "view.created", row)
    return row


async def change_view(tx: Tx, actor: Actor, view_id: int, changes: SavedViewInput, tree: Node | None) -> SavedRow:
    """Change a view; raises Forbidden without the right, Conflict when somebody changed it first."""
    row = await get_changeable(tx, actor, view_id)
    if changes.expected_version is not None and changes.expected_version != row.version:
        raise Conflict("somebody changed this view first", code="stale", extra={"version": row.version})
    values: dict[str, Any] = {
        "scope": row.scope, "operator_id": row.operator_id, "team_id": row.team_id,
        "name": row.name if changes.name is UNSET else clean_view_name(changes.name),
        "icon": row.icon if changes.icon is UNSET else changes.icon,
        "filter": Jsonb(row.filter if tree is None else msgspec.to_builtins(tree)),
        "sort": row.sort if changes.sort is UNSET else changes.sort,
        "grouping": row.grouping if changes.group is UNSET else changes.group,
        "columns": row.columns if changes.columns is UNSET else _columns(changes.columns),
        "pinned": row.pinned if changes.pinned is UNSET else changes.pinned,
    }  # fmt: skip
    if changes.scope is not UNSET:
        values |= await _place(tx, actor, changes.scope, changes.team_id or None)
    await repository.update(tx, view_id, values)
    fresh = await get_view(tx, actor, view_id)
    await _note(tx, actor, "view.changed", fresh, kept_private=row.scope == "private")
    return fresh


async def delete_view(tx: Tx, actor: Actor, view_id: int) -> None:
    """Delete a view; whoever has it open sees that it is gone."""
    row = await get_changeable(tx, actor, view_id)
    await repository.delete(tx, view_id)
    await _note(tx, actor, "view.deleted", row)


async def move_views(tx: Tx, actor: Actor, view_ids: Sequence[int]) -> None:
    """Put views in this order; raises Forbidden when one of them is not the actor's to move."""
    if len(set(view_ids)) != len(view_ids):
        raise Invalid("a view may stand in one place", errors=(FieldError("ids", "repeated", "a view is there twice"),))
    for view_id in sorted(view_ids):
        await get_changeable(tx, actor, view_id)
    await repository.set_positions(tx, view_ids)
    await tx.announce(SavedViewChanged(workspace_id=tx.workspace_id, data={"view_id": view_ids[0]}))


async def get_changeable(tx: Tx, actor: Actor, view_id: int) -> SavedRow:
    """Return a view the actor may change, locked; raises NoSuchSavedView and Forbidden."""
    row = await get_view(tx, actor, view_id, lock=True)
    if not may_change(actor, row):
        raise Forbidden("only a supervisor changes views that others use")
    return row


def clean_view_name(name: str) -> str:
    """Return a name fit to be shown; raises Invalid for an empty one."""
    visible = clean_name(name, _NAME_MAX)
    if not visible:
        raise Invalid("some fields are wrong", errors=(FieldError("name", "empty", "must not be empty"),))
    return visible


def _columns(columns: RowColumns | None) -> list[str] | None:
    return None if columns is None else list(dict.fromkeys(columns))


async def _place(tx: Tx, actor: Actor, scope: str, team_id: int | None) -> dict[str, Any]:
    """Return whose the view is; raises Forbidden, and NotFound for a team of elsewhere."""
    if scope == "private":
        if actor.operator_id is None:
            raise Forbidden("this is for operators only")
        return {"scope": scope, "operator_id": actor.operator_id, "team_id": None}
    actor.check(Permission.VIEWS_SHARE)
    if scope == "shared":
        return {"scope": scope, "operator_id": None, "team_id": None}
    there = team_id is not None and await tx.value(
        "select id from team where id = %(id)s and workspace_id = %(workspace)s",
        {"id": team_id, "workspace": tx.workspace_id},
    )
    if not there:
        raise NotFound("no such team", code="team_not_found")
    return {"scope": scope, "operator_id": None, "team_id": team_id}


async def _note(tx: Tx, actor: Actor, action: str, row: SavedRow, *, kept_private: bool = True) -> None:
    await tx.announce(SavedViewChanged(workspace_id=tx.workspace_id, data={"view_id": row.id}))
    if row.scope != "private" or not kept_private:
        await write_audit(tx, actor, action, ("view", row.id), {"name": row.name})


def check_text(text: str) -> None:
    """Raise Invalid for a blank filter: a view of everything is there already."""
    if read_filter(text) is None:
        raise Invalid("some fields are wrong", errors=(FieldError("filter", "empty", "must not be empty"),))
