"""The verbs on roles: a company's own ones beside the built-in ones, which stay as they are.

Changes of rights go one after the other in a workspace, so that what was judged still holds when it is written: nobody
gives more than they hold, nobody changes the role they have themselves.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from msgspec import UNSET

from otklik.access import repository_roles as repository
from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.access.errors import (
    BuiltInRole,
    CannotGrant,
    NoSuchRole,
    OwnRole,
    RoleChangedMeanwhile,
    RoleInUse,
    TooManyRoles,
)
from otklik.access.events import OperatorChanged, RoleChanged
from otklik.access.permissions import NEEDS, OWN_ROLE, ROLE_PERMISSIONS, Permission, Role, complete, may_grant
from otklik.access.records import RoleRow, Standing
from otklik.access.schemas import NewRole, RoleInput, RoleOut, RolesOut
from otklik.access.viewing_ends import Which, end_views
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Forbidden, Invalid
from otklik.kit.text import clean_name, clean_text

ROLES_MAX: Final = 50
NAME_MAX: Final = 60
DESCRIPTION_MAX: Final = 300
_KEY: Final = re.compile(rf"{OWN_ROLE}([1-9][0-9]{{0,17}})", re.ASCII)
_RESERVED: Final = frozenset(
    {*Role, "владелец", "администратор", "руководитель", "оператор", "owner", "administrator", "supervisor", "operator"}
)
"""What the built-in roles are called: two roles that look alike would be mistaken for one another."""

take_turn = repository.take_turn


async def get_standing(tx: Tx, key: str) -> Standing:
    """Return the role with this key, such as `operator` or `custom:7`; raises NoSuchRole."""
    if key in set(Role):
        return Standing(Role(key).value, None, None, None)
    found = await repository.find_standing(tx, _number(key))
    if found is None:
        raise NoSuchRole
    return found


async def list_roles(tx: Tx, actor: Actor) -> RolesOut:
    """Return the built-in roles, those with the most rights first, and then the company's own by age."""
    counts = await repository.count_built_in(tx)
    own = [_show(actor, row) for row in await repository.list_roles(tx)]
    built_in = [_show_built_in(role, counts.get(role, 0)) for role in ROLE_PERMISSIONS]
    needs = {one.value: _known(sorted(needed)) for one, needed in NEEDS.items()}
    return RolesOut(built_in + own, needs, ROLES_MAX)


async def create_role(tx: Tx, actor: Actor, new: NewRole) -> RoleOut:
    """Make a role; raises Invalid, CannotGrant, TooManyRoles. What its rights need is added to them."""
    await take_turn(tx)
    await _check_rights(tx, actor, new.permissions)
    values = await _check(tx, new.name, new.description, 0)
    if await repository.count_roles(tx) >= ROLES_MAX:
        raise TooManyRoles(ROLES_MAX)
    granted = _listed(complete(new.permissions))
    hidden = sorted(set(new.hidden_blocks))
    granting = {"permissions": granted, "hidden_blocks": hidden}
    role_id = await repository.insert_role(tx, {**values, **granting, "by": actor.name})
    if role_id is None:
        raise _taken()
    detail = {**{name: value for name, value in values.items() if value}, "permissions": granted}
    if hidden:
        detail["hidden_blocks"] = hidden
    await _note(tx, actor, "role.created", role_id, detail)
    return _show(actor, await _get(tx, role_id))


async def change_role(tx: Tx, actor: Actor, key: str, changes: RoleInput) -> RoleOut:
    """Change a role; it holds at once for everybody who has it.

    Raises BuiltInRole, NoSuchRole, RoleChangedMeanwhile, Invalid, OwnRole, and CannotGrant where the role may or would
    do what the actor may not.
    """
    await take_turn(tx)
    before = await _get_own(tx, key)
    if changes.expected_version != before.version:
        raise RoleChangedMeanwhile(before.version)
    wanted = before.permissions if changes.permissions is UNSET else _listed(complete(changes.permissions))
    held = await _check_rights(tx, actor, [*_known(before.permissions), *_known(wanted)])
    if set(wanted) != set(before.permissions) and held.role_id == before.id:
        raise OwnRole
    name = before.name if changes.name is UNSET else changes.name
    description = before.description if changes.description is UNSET else changes.description
    values = await _check(tx, name, description, before.id)
    hidden = before.hidden_blocks if changes.hidden_blocks is UNSET else sorted(set(changes.hidden_blocks))
    detail = _difference(before, values, wanted, hidden)
    if detail:
        await repository.update_role(
            tx, before.id, {**values, "permissions": wanted, "hidden_blocks": hidden, "by": actor.name}
        )
        await _note(tx, actor, "role.changed", before.id, detail)
    return _show(actor, await _get(tx, before.id))


async def delete_role(tx: Tx, actor: Actor, key: str, move_to: str | None) -> None:
    """Delete a role; its people, invitations and tokens get the role `move_to`.

    Raises BuiltInRole, NoSuchRole, OwnRole, CannotGrant, and RoleInUse when somebody has it and no other is named.
    """
    await take_turn(tx)
    row = await _get_own(tx, key)
    held = await _check_rights(tx, actor, _known(row.permissions))
    if held.role_id == row.id:
        raise OwnRole
    used = row.operators + row.disabled + row.invitations + row.tokens
    if used and move_to is None:
        raise RoleInUse(row.operators + row.disabled, row.invitations, row.tokens)
    target = await get_standing(tx, move_to or Role.OPERATOR)
    if target.role_id == row.id or (target.role == Role.OWNER and move_to is not None):
        raise Invalid("some fields are wrong", errors=(FieldError("move_to", "bad_choice", "choose another role"),))
    if (used or move_to is not None) and not may_grant(held.permissions, target.permissions):
        raise CannotGrant
    moved = await repository.move_holders(tx, row.id, target)
    await end_views(tx, Which(role_id=row.id), "role_deleted")
    await repository.delete_role(tx, row.id)
    for operator_id in moved:
        await tx.announce(OperatorChanged(workspace_id=tx.workspace_id, data={"operator_id": operator_id}))
    detail: dict[str, Any] = {"name": row.name, "permissions": row.permissions}
    if used:
        detail |= {"moved_to": target.said, "count": len(moved)}
    await _note(tx, actor, "role.deleted", row.id, detail)


async def _get(tx: Tx, role_id: int) -> RoleRow:
    row = await repository.find_role(tx, role_id)
    if row is None:
        raise NoSuchRole
    return row


async def _get_own(tx: Tx, key: str) -> RoleRow:
    if key in set(Role):
        raise BuiltInRole
    return await _get(tx, _number(key))


def _number(key: str) -> int:
    found = _KEY.fullmatch(key)
    if found is None:
        raise NoSuchRole
    return int(found[1])


async def _check_rights(tx: Tx, actor: Actor, wanted: Iterable[Permission]) -> Standing:
    """Return the actor's role as it is now; raises Forbidden, and CannotGrant for rights it does not hold."""
    held = Standing(actor.role, actor.role_id, None, sorted(actor.permissions))
    if actor.operator_id is not None:
        now = await repository.find_standing_of(tx, actor.operator_id)
        if now is None:
            raise Forbidden("you may not do this")
        held = now
    if Permission.OPERATORS_MANAGE not in held.permissions:
        raise Forbidden("you may not do this")
    if not may_grant(held.permissions, complete(wanted)):
        raise CannotGrant
    return held


async def _check(tx: Tx, name: str, description: str, role_id: int) -> dict[str, str]:
    visible = clean_name(name, NAME_MAX + 1)
    if not visible:
        raise _wrong("name", "empty", "must not be empty")
    if len(visible) > NAME_MAX:
        raise _wrong("name", "longer_than", f"must be at most {NAME_MAX} characters long")
    if visible.casefold() in _RESERVED or await repository.is_name_taken(tx, visible, role_id):
        raise _taken()
    text = clean_text(description).strip()
    if len(text) > DESCRIPTION_MAX:
        raise _wrong("description", "longer_than", f"must be at most {DESCRIPTION_MAX} characters long")
    return {"name": visible, "description": text}


def _difference(before: RoleRow, values: dict[str, str], wanted: Sequence[str], hidden: list[str]) -> dict[str, Any]:
    """Say what changes, for the audit."""
    detail: dict[str, Any] = {
        name: {"from": getattr(before, name), "to": value}
        for name, value in values.items()
        if getattr(before, name) != value
    }
    if hidden != before.hidden_blocks:
        detail["hidden_blocks"] = {"from": before.hidden_blocks, "to": hidden}
    added, removed = ([one for one in left if one not in right] for left, right in (
        (wanted, before.permissions), (before.permissions, wanted),
    ))  # fmt: skip
    return detail | ({"added": added} if added else {}) | ({"removed": removed} if removed else {})


def _known(permissions: Sequence[str]) -> list[Permission]:
    return [one for one in Permission if one in permissions]


def _listed(permissions: Iterable[Permission]) -> list[str]:
    held = frozenset(permissions)
    return [one.value for one in Permission if one in held]


def _wrong(field: str, code: str, message: str) -> Invalid:
    return Invalid("some fields are wrong", errors=(FieldError(field, code, message),))


def _taken() -> Invalid:
    return _wrong("name", "taken", "is already taken")


async def _note(tx: Tx, actor: Actor, action: str, role_id: int, detail: dict[str, Any]) -> None:
    await tx.announce(RoleChanged(workspace_id=tx.workspace_id, data={"role_id": role_id}))
    await write_audit(tx, actor, action, ("role", role_id), detail)


def _show_built_in(role: Role, operators: int) -> RoleOut:
    held = ROLE_PERMISSIONS[role]
    return RoleOut(role=role.value, permissions=_known(sorted(held)), operators=operators)


def _show(actor: Actor, row: RoleRow) -> RoleOut:
    known = _known(row.permissions)
    return RoleOut(
        role=f"{OWN_ROLE}{row.id}", name=row.name, description=row.description, permissions=known,
        hidden_blocks=row.hidden_blocks, operators=row.operators, disabled=row.disabled,
        invitations=row.invitations, tokens=row.tokens,
        version=row.version, changed_at=row.changed_at, changed_by=row.changed_by,
        editable=may_grant(actor.permissions, frozenset(known)), own=actor.role_id == row.id,
    )  # fmt: skip
