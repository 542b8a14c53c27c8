"""Every query on operators, workspaces and memberships."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from otklik.access.records import LockedOperator, NewOperator, OperatorRow, Progress, WorkspaceRow
from otklik.infra.db import Tx

# The number of open conversations is the one figure of another room here: the desk shows it beside each name.
_OPERATOR = """
select o.id, o.workspace_id, o.email, o.name, o.role, o.role_id, cr.name as role_name,
       cr.permissions as role_permissions, cr.hidden_blocks,
       o.presence, o.presence_since, o.presence_until,
       o.presence_before is not null and o.presence in ('away', 'offline') as presence_auto, o.capacity,
       (select r.name from break_reason r
        where r.workspace_id = o.workspace_id and r.id = o.presence_reason_id) as presence_reason,
       o.avatar_key, o.preferences,
       o.disabled_at is not null as disabled,
       array(select m.team_id from team_member m where m.operator_id = o.id order by 1) as team_ids,
       (select count(*) from conversation c
        where c.workspace_id = o.workspace_id and c.assignee_id = o.id and c.status = 'open') as open_conversations,
       exists (select from second_factor f where f.operator_id = o.id and f.confirmed_at is not null) as has_factor
from operator o left join custom_role cr on cr.id = o.role_id
where o.workspace_id = %(workspace)s
"""
_FIND_OPERATOR = _OPERATOR + " and o.id = %(id)s"
_LIST_OPERATORS = _OPERATOR + " and o.id > %(after)s order by o.id limit %(limit)s"
_SOME_OPERATORS = _OPERATOR + " and o.id = any(%(ids)s) order by o.id"

_LOCK_OPERATORS = """
select o.id, o.role, o.role_id, cr.name as role_name, cr.permissions as role_permissions,
       o.disabled_at is not null as disabled
from operator o left join custom_role cr on cr.id = o.role_id
where o.workspace_id = %(workspace)s and (o.role = 'owner' or o.id = any(%(ids)s))
order by o.id
for update of o
"""
_INSERT_OPERATOR = """
insert into operator (workspace_id, email, name, role, role_id, password_hash, preferences)
values (%(workspace)s, %(email)s, %(name)s, %(role)s, %(role_id)s, %(hash)s, %(preferences)s::jsonb)
on conflict (lower(email)) do nothing
returning id
"""
_UPDATE_OPERATOR = """
update operator set
    name = coalesce(%(name)s, name),
    role = coalesce(%(role)s, role),
    role_id = case when %(role)s::text is null then role_id else %(role_id)s end,
    disabled_at = case %(disabled)s::boolean
        when true then coalesce(disabled_at, now()) when false then null else disabled_at end,
    capacity = case when %(change_capacity)s then %(capacity)s else capacity end,
    presence = case when %(disabled)s::boolean then 'offline' else presence end,
    presence_reason_id = case when %(disabled)s::boolean then null else presence_reason_id end,
    presence_until = case when %(disabled)s::boolean then null else presence_until end,
    presence_before = case when %(disabled)s::boolean then 'online' else presence_before end
where workspace_id = %(workspace)s and id = %(id)s
"""
_SET_PREFERENCES = """
update operator set preferences = preferences || %(changes)s::jsonb
where workspace_id = %(workspace)s and id = %(id)s
"""
_CHANGE_PHOTO = """
with former as (
    select avatar_key from operator where workspace_id = %(workspace)s and id = %(id)s for update
), changed as (
    update operator set avatar_key = %(key)s where workspace_id = %(workspace)s and id = %(id)s
)
select avatar_key from former where avatar_key is not null
"""
_FORGET_FILE = "delete from file where workspace_id = %(workspace)s and key = %(key)s"
_REPLACE_HASH = "update operator set password_hash = %(hash)s where workspace_id = %(workspace)s and id = %(id)s"
_KNOWN_OPERATORS = "select id from operator where workspace_id = %(workspace)s and id = any(%(ids)s) for key share"
_KNOWN_TEAMS = "select id from team where workspace_id = %(workspace)s and id = any(%(ids)s) for key share"
_LEAVE_TEAMS = """
delete from team_member
where workspace_id = %(workspace)s and operator_id = %(operator)s and not team_id = any(%(teams)s)
"""
_JOIN_TEAMS = """
insert into team_member (workspace_id, team_id, operator_id)
select workspace_id, id, %(operator)s from team where workspace_id = %(workspace)s and id = any(%(teams)s)
order by id
on conflict do nothing
"""
_WORKSPACE = """
select id, name, locale, time_zone, reopen_minutes, reason_required, topic_required, away_minutes, missed_offers,
       transfer_note_required, transfer_accept_seconds, two_factor, hold_unchecked, open_too_large,
       demo, onboarding
from workspace where id = %(id)s
"""
_NEXT_WORKSPACE = "select nextval(pg_get_serial_sequence('workspace', 'id'))"
_INSERT_WORKSPACE = """
insert into workspace (id, name, locale, time_zone) values (%(id)s, %(name)s, %(locale)s, %(zone)s)
"""
_UPDATE_WORKSPACE = """
update workspace set
    name = coalesce(%(name)s, name),
    locale = coalesce(%(locale)s, locale),
    time_zone = coalesce(%(time_zone)s, time_zone),
    reopen_minutes = coalesce(%(reopen_minutes)s, reopen_minutes),
    reason_required = coalesce(%(reason_required)s, reason_required),
    topic_required = coalesce(%(topic_required)s, topic_required),
    away_minutes = coalesce(%(away_minutes)s, away_minutes),
    missed_offers = coalesce(%(missed_offers)s, missed_offers),
    transfer_note_required = coalesce(%(transfer_note_required)s, transfer_note_required),
    transfer_accept_seconds = coalesce(%(transfer_accept_seconds)s, transfer_accept_seconds),
    two_factor = coalesce(%(two_factor)s, two_factor),
    hold_unchecked = coalesce(%(hold_unchecked)s, hold_unchecked),
    open_too_large = coalesce(%(open_too_large)s, open_too_large),
    onboarding = onboarding || %(onboarding)s::jsonb
where id = %(id)s
"""
_SETTINGS = (
    "name", "locale", "time_zone", "reopen_minutes", "reason_required", "topic_required", "away_minutes",
    "missed_offers", "transfer_note_required", "transfer_accept_seconds", "two_factor", "hold_unchecked",
    "open_too_large",
)  # fmt: skip
# How far a workspace has come is seen from the rooms above; three look-ups that stop at the first row.
_PROGRESS = """
select exists (select from inbox where workspace_id = %(id)s and deleted_at is null) as channel,
       exists (select from conversation where workspace_id = %(id)s and in_count > 0) as test_message,
       (select count(*) > 1 from (select from operator where workspace_id = %(id)s limit 2) few)
           or exists (select from invitation where workspace_id = %(id)s) as invite
"""


async def find_operator(tx: Tx, operator_id: int) -> OperatorRow | None:
    """Return an operator of this workspace."""
    return await tx.find(OperatorRow, _FIND_OPERATOR, {"workspace": tx.workspace_id, "id": operator_id})


async def list_operators(tx: Tx, after: int, limit: int) -> list[OperatorRow]:
    """Return operators with ids above `after`."""
    return await tx.fetch(OperatorRow, _LIST_OPERATORS, {"workspace": tx.workspace_id, "after": after, "limit": limit})


async def some_operators(tx: Tx, ids: Sequence[int]) -> list[OperatorRow]:
    """Return those of the operators that exist."""
    return await tx.fetch(OperatorRow, _SOME_OPERATORS, {"workspace": tx.workspace_id, "ids": list(ids)})


async def lock_operators(tx: Tx, ids: Sequence[int]) -> dict[int, LockedOperator]:
    """Lock every owner and the given operators, in one order, and return them."""
    rows = await tx.fetch(LockedOperator, _LOCK_OPERATORS, {"workspace": tx.workspace_id, "ids": list(ids)})
    return {row.id: row for row in rows}


async def insert_operator(tx: Tx, new: NewOperator) -> int | None:
    """Insert an operator; None when the e-mail is taken."""
    params = {
        "workspace": tx.workspace_id, "email": new.email, "name": new.name, "role": new.role.value,
        "role_id": new.role_id, "hash": new.password_hash, "preferences": _json({"locale": new.locale}),
    }  # fmt: skip
    operator_id: int | None = await tx.value(_INSERT_OPERATOR, params)
    return operator_id


async def update_operator(tx: Tx, operator_id: int, changes: Mapping[str, object]) -> None:
    """Change name, role, disabled, capacity; what is not given stays."""
    given = {"name": None, "role": None, "role_id": None, "disabled": None, "capacity": None, **changes}
    given["change_capacity"] = "capacity" in changes
    await tx.execute(_UPDATE_OPERATOR, {**given, "workspace": tx.workspace_id, "id": operator_id})


async def set_preferences(tx: Tx, operator_id: int, changes: Mapping[str, object]) -> None:
    """Merge preferences."""
    params = {"workspace": tx.workspace_id, "id": operator_id, "changes": _json(changes)}
    await tx.execute(_SET_PREFERENCES, params)


async def change_photo(tx: Tx, operator_id: int, key: str | None) -> None:
    """Name another photo, or none; the former one is forgotten, and its bytes are swept away."""
    params = {"workspace": tx.workspace_id, "id": operator_id}
    former = await tx.value(_CHANGE_PHOTO, {**params, "key": key})
    if former is not None:
        await tx.execute(_FORGET_FILE, {"workspace": tx.workspace_id, "key": former})


async def set_password(tx: Tx, operator_id: int, password_hash: str) -> None:
    """Store a new password's hash."""
    await tx.execute(_REPLACE_HASH, {"workspace": tx.workspace_id, "id": operator_id, "hash": password_hash})


async def known_operators(tx: Tx, ids: Sequence[int]) -> set[int]:
    """Return which of the ids are operators of this workspace; they cannot vanish before the commit."""
    rows = await tx.rows(_KNOWN_OPERATORS, {"workspace": tx.workspace_id, "ids": list(ids)})
    return {row[0] for row in rows}


async def known_teams(tx: Tx, ids: Sequence[int]) -> set[int]:
    """Return which of the ids are teams of this workspace; they cannot vanish before the commit."""
    rows = await tx.rows(_KNOWN_TEAMS, {"workspace": tx.workspace_id, "ids": list(ids)})
    return {row[0] for row in rows}


async def keep_known_teams(tx: Tx, ids: Sequence[int]) -> list[int]:
    """Return those of the ids that are still teams of this workspace."""
    return sorted(await known_teams(tx, ids))


async def set_teams(tx: Tx, operator_id: int, team_ids: Sequence[int]) -> None:
    """Make an operator a member of exactly these teams."""
    params = {"workspace": tx.workspace_id, "operator": operator_id, "teams": list(team_ids)}
    await tx.execute(_LEAVE_TEAMS, params)
    await tx.execute(_JOIN_TEAMS, params)


async def find_workspace(tx: Tx) -> WorkspaceRow | None:
    """Return this transaction's workspace."""
    return await tx.find(WorkspaceRow, _WORKSPACE, {"id": tx.workspace_id})


async def next_workspace_id(tx: Tx) -> int:
    """Return an id no workspace has had."""
    workspace_id: int = await tx.value(_NEXT_WORKSPACE)
    return workspace_id


async def insert_workspace(tx: Tx, name: str, locale: str, time_zone: str) -> None:
    """Insert this transaction's workspace."""
    params = {"id": tx.workspace_id, "name": name, "locale": locale, "zone": time_zone}
    await tx.execute(_INSERT_WORKSPACE, params)


async def update_workspace(tx: Tx, changes: Mapping[str, object], onboarding: Mapping[str, object]) -> None:
    """Change settings; what is not given stays."""
    given: dict[str, Any] = {**dict.fromkeys(_SETTINGS), **changes}
    await tx.execute(_UPDATE_WORKSPACE, {**given, "onboarding": _json(onboarding), "id": tx.workspace_id})


async def find_progress(tx: Tx) -> Progress | None:
    """Return how far this transaction's workspace has come."""
    return await tx.find(Progress, _PROGRESS, {"id": tx.workspace_id})


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
