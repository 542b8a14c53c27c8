"""The verbs on macros. Every change is announced and audited in its own transaction."""

from collections.abc import Sequence

import msgspec
from msgspec import UNSET

from otklik.access.actor import Actor
from otklik.access.audit import tell_changes, write_audit
from otklik.access.permissions import Permission
from otklik.conversations.fields import list_fields
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Forbidden, Invalid
from otklik.macros import repository
from otklik.macros.checking import check_fields, check_macro
from otklik.macros.errors import MacroChangedMeanwhile, NoSuchMacro, TooManyMacros
from otklik.macros.events import MacroChanged
from otklik.macros.records import MacroRow, Viewer
from otklik.macros.schemas import Macro, MacroAction, MacroInput, NewMacro
from otklik.teams.service import get_team

SHARED_MAX = 300
OWN_MAX = 100


def viewer_of(actor: Actor) -> Viewer:
    """Return whose eyes look: supervisors see the macros of every team."""
    manages = actor.may(Permission.MACROS_MANAGE)
    return Viewer(operator_id=actor.operator_id or 0, team_ids=actor.team_ids, all_teams=manages)


def may_change(actor: Actor, row: MacroRow) -> bool:
    """Whether the actor may change it: their own always, a shared one as a supervisor."""
    if row.scope == "personal":
        return row.operator_id == actor.operator_id
    return actor.may(Permission.MACROS_MANAGE)


async def list_macros(tx: Tx, actor: Actor) -> list[MacroRow]:
    """Return everything the actor sees, by name."""
    return await repository.list_macros(tx, viewer_of(actor))


async def get_macro(tx: Tx, actor: Actor, macro_id: int) -> MacroRow:
    """Return a macro the actor sees; raises NoSuchMacro."""
    row = await repository.find_macro(tx, viewer_of(actor), macro_id)
    if row is None:
        raise NoSuchMacro("no such macro")
    return row


def actions_of(row: MacroRow) -> list[MacroAction]:
    """Return what a macro does, in order."""
    return msgspec.convert(row.actions, list[MacroAction])


async def create_macro(tx: Tx, actor: Actor, new: NewMacro) -> MacroRow:
    """Make a macro; raises Invalid with places, TooManyMacros, Forbidden."""
    await repository.take_turns(tx)
    await _check_fields(tx, new.actions)
    values = check_macro(new.name, new.actions) | await _owner(tx, actor, new.scope, new.team_id)
    await _check_room(tx, values["operator_id"])
    row = await get_macro(tx, actor, await repository.insert_macro(tx, values))
    await _note(tx, actor, "macro.created", row)
    return row


async def change_macro(tx: Tx, actor: Actor, macro_id: int, changes: MacroInput) -> MacroRow:
    """Change a macro; refuses like `create_macro`, and one saved by a colleague since."""
    await repository.take_turns(tx)
    row = await get_macro(tx, actor, macro_id)
    _check_right(actor, row)
    if changes.expected_version is not None and changes.expected_version != row.version:
        raise MacroChangedMeanwhile(row.version)
    actions = actions_of(row) if changes.actions is UNSET else changes.actions
    if changes.actions is not UNSET:
        await _check_fields(tx, changes.actions)
    name = row.name if changes.name is UNSET else changes.name
    scope = row.scope if changes.scope is UNSET else changes.scope
    team_id = row.team_id if changes.team_id is UNSET else changes.team_id
    values = check_macro(name, actions) | await _owner(tx, actor, scope, team_id if scope == "team" else None)
    if (row.operator_id is None) != (values["operator_id"] is None):
        await _check_room(tx, values["operator_id"])
    await repository.update_macro(tx, row.id, values)
    changed = await get_macro(tx, actor, row.id)
    await _note(tx, actor, "macro.changed", changed, row)
    return changed


async def delete_macro(tx: Tx, actor: Actor, macro_id: int) -> None:
    """Remove a macro; what it did stays done and can be taken back."""
    await repository.take_turns(tx)
    row = await get_macro(tx, actor, macro_id)
    _check_right(actor, row)
    await repository.delete_macro(tx, row.id)
    await _note(tx, actor, "macro.deleted", row)


async def count_use(tx: Tx, macro_id: int) -> None:
    """Count one run."""
    await repository.count_use(tx, macro_id)


def show(actor: Actor, row: MacroRow) -> Macro:
    """Return a macro as the wire shows it."""
    return Macro(
        id=row.id, name=row.name, scope=row.scope,  # type: ignore[arg-type] # the table holds nothing else
        team_id=row.team_id, team_name=row.team_name, actions=actions_of(row), uses=row.uses,
        editable=may_change(actor, row), version=row.version,
    )  # fmt: skip


async def _owner(tx: Tx, actor: Actor, scope: str, team_id: int | None) -> dict[str, int | str | None]:
    """Return whose it is; raises Forbidden for what only supervisors share."""
    if scope == "personal":
        if actor.operator_id is None:
            raise Forbidden("this is for operators only")
        return {"scope": scope, "operator_id": actor.operator_id, "team_id": None}
    actor.check(Permission.MACROS_MANAGE)
    if scope == "all":
        return {"scope": scope, "operator_id": None, "team_id": None}
    if team_id is None:
        raise Invalid("some fields are wrong", errors=(FieldError("team_id", "missing", "name the team"),))
    return {"scope": scope, "operator_id": None, "team_id": (await get_team(tx, team_id)).id}


async def _check_fields(tx: Tx, actions: Sequence[MacroAction]) -> None:
    if any(one.fields for one in actions):
        check_fields(actions, await list_fields(tx))


async def _check_room(tx: Tx, operator_id: int | None) -> None:
    limit = SHARED_MAX if operator_id is None else OWN_MAX
    if await repository.count_macros(tx, operator_id) >= limit:
        raise TooManyMacros(limit)


def _check_right(actor: Actor, row: MacroRow) -> None:
    if not may_change(actor, row):
        raise Forbidden("you may not do this")


async def _note(tx: Tx, actor: Actor, action: str, row: MacroRow, before: MacroRow | None = None) -> None:
    await tx.announce(MacroChanged(workspace_id=tx.workspace_id, data={"macro_id": row.id}))
    detail = {"name": row.name, "scope": row.scope, "team": row.team_name}
    said = {name: value for name, value in detail.items() if value}
    changed = {} if before is None else tell_changes(_told(before), _told(row))
    await write_audit(tx, actor, action, ("macro", row.id), said | changed)


def _told(row: MacroRow) -> dict[str, object]:
    """Return what the audit tells of a macro; what a person's own one does is theirs."""
    facts: dict[str, object] = {"name": row.name, "scope": row.scope, "team": row.team_name}
    return facts | ({"actions": row.actions} if row.operator_id is None else {})
