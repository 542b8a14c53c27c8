"""Every query on statuses, their history, signs of life and reasons for breaks."""

from collections.abc import Mapping, Sequence
from typing import Any

from otklik.infra.db import Database, Tx
from otklik.presence.records import Absent, PresenceState, ReasonRow, Returned

_LOCK_STATE = """
select presence, presence_reason_id as reason_id, presence_until as until, presence_before as before
from operator where workspace_id = %(workspace)s and id = %(id)s and disabled_at is null for no key update
"""
_SET_STATE = """
update operator set presence = %(presence)s, presence_reason_id = %(reason_id)s, presence_until = %(until)s,
       presence_before = %(before)s, presence_since = now()
where workspace_id = %(workspace)s and id = %(id)s
"""
_END_LOG = """
update presence_log set ended_at = now()
where workspace_id = %(workspace)s and operator_id = %(id)s and ended_at is null
"""
_BEGIN_LOG = """
insert into presence_log (workspace_id, operator_id, presence, reason, planned_until, automatic)
values (%(workspace)s, %(id)s, %(presence)s,
        coalesce((select name from break_reason where workspace_id = %(workspace)s and id = %(reason_id)s), ''),
        %(until)s, %(automatic)s)
"""
# Who was disabled went offline with that; nothing of an operator's own doing ended their last status.
_END_STRAYS = """
update presence_log l set ended_at = now()
from operator o
where l.ended_at is null and o.id = l.operator_id and o.workspace_id = l.workspace_id and o.presence <> l.presence
"""
_NOTE_ACTIVITY = """
insert into operator_seen (operator_id, workspace_id, active_at)
values (%(id)s, %(workspace)s, now() - %(idle)s * interval '1 second')
on conflict (operator_id) do update set active_at = greatest(operator_seen.active_at, excluded.active_at)
"""
_NOTE_LINES = """
insert into operator_seen (operator_id, workspace_id, line_at)
select id, workspace_id, now() from operator where id = any(%(ids)s) order by id
on conflict (operator_id) do update set line_at = now() where operator_seen.line_at is null
    or operator_seen.line_at < now() - interval '15 seconds'
"""
_RETURNED = """
select id as operator_id, workspace_id from operator
where id = any(%(ids)s) and presence = 'offline' and presence_before is not null and disabled_at is null
"""
# Invented colleagues have no browser: they stay as they were painted.
_ABSENT = """
select o.id as operator_id, o.workspace_id,
       case when o.presence in ('online', 'busy') and w.away_minutes > 0
                 and greatest(s.line_at, o.presence_since) >= now() - %(grace)s * interval '1 second'
            then 'idle' else 'gone' end as why
from operator o
join workspace w on w.id = o.workspace_id
left join operator_seen s on s.operator_id = o.id
where o.presence <> 'offline' and not o.demo and o.disabled_at is null
  and ((o.presence in ('online', 'busy') and w.away_minutes > 0
        and greatest(s.active_at, o.presence_since) < now() - w.away_minutes * interval '1 minute')
    or greatest(s.line_at, o.presence_since, o.presence_until) < now() - %(grace)s * interval '1 second')
order by o.id limit 500
"""
_REASONS = """
select id, name, minutes, position from break_reason
where workspace_id = %(workspace)s and archived_at is null order by position, id
"""
_REASON = """
select id, name, minutes, position from break_reason
where workspace_id = %(workspace)s and id = %(id)s and archived_at is null
"""
_LOCK_REASONS = """
select id from break_reason where workspace_id = %(workspace)s and archived_at is null order by id for update
"""
_INSERT_REASON = """
insert into break_reason (workspace_id, name, minutes, position)
select %(workspace)s, %(name)s, %(minutes)s, coalesce(max(position), 0) + 1
from break_reason where workspace_id = %(workspace)s and archived_at is null
on conflict (workspace_id, lower(name)) where archived_at is null do nothing
returning id
"""
_NAME_TAKEN = """
select exists (select from break_reason where workspace_id = %(workspace)s and lower(name) = lower(%(name)s)
               and archived_at is null and id <> %(id)s)
"""
_UPDATE_REASON = """
update break_reason set name = %(name)s, minutes = %(minutes)s where workspace_id = %(workspace)s and id = %(id)s
"""
_PLACE_REASONS = """
update break_reason r set position = p.place
from unnest(%(ids)s::bigint[]) with ordinality as p(id, place)
where r.workspace_id = %(workspace)s and r.id = p.id
"""
_ARCHIVE_REASON = "update break_reason set archived_at = now() where workspace_id = %(workspace)s and id = %(id)s"


async def lock_state(tx: Tx, operator_id: int) -> PresenceState | None:
    """Return an operator's status, locked; None for one who is disabled or not of this workspace."""
    return await tx.find(PresenceState, _LOCK_STATE, {"workspace": tx.workspace_id, "id": operator_id})


async def set_state(tx: Tx, operator_id: int, state: PresenceState) -> None:
    """Change a status and its history."""
    params: dict[str, Any] = {
        "workspace": tx.workspace_id, "id": operator_id, "presence": state.presence, "reason_id": state.reason_id,
        "until": state.until, "before": state.before,
    }  # fmt: skip
    await tx.execute(_SET_STATE, params)
    await tx.execute(_END_LOG, params)
    await tx.execute(_BEGIN_LOG, {**params, "automatic": state.before is not None})


async def end_strays(tx: Tx) -> None:
    """End what the history still calls present of operators whose status was taken from them."""
    await tx.execute(_END_STRAYS)


async def note_activity(tx: Tx, operator_id: int, idle_s: int) -> None:
    """Remember when an operator was last active, on whichever device that was latest."""
    await tx.execute(_NOTE_ACTIVITY, {"workspace": tx.workspace_id, "id": operator_id, "idle": idle_s})


async def note_lines(tx: Tx, operator_ids: Sequence[int]) -> list[Returned]:
    """Remember that these operators have a line to us now; returns those whom we had called offline."""
    await tx.execute(_NOTE_LINES, {"ids": list(operator_ids)})
    return await tx.fetch(Returned, _RETURNED, {"ids": list(operator_ids)})


async def list_absent(database: Database, grace_s: int) -> list[Absent]:
    """Return operators of all workspaces whose status is better than what has been seen of them."""
    return await database.glances(Absent, _ABSENT, {"grace": grace_s})


async def list_reasons(tx: Tx) -> list[ReasonRow]:
    """Return the reasons in their order."""
    return await tx.fetch(ReasonRow, _REASONS, {"workspace": tx.workspace_id})


async def find_reason(tx: Tx, reason_id: int) -> ReasonRow | None:
    """Return a reason that may be chosen."""
    return await tx.find(ReasonRow, _REASON, {"workspace": tx.workspace_id, "id": reason_id})


async def lock_reasons(tx: Tx) -> int:
    """Lock the list, so that two changes of it come one after the other; returns how many there are."""
    return len(await tx.rows(_LOCK_REASONS, {"workspace": tx.workspace_id}))


async def insert_reason(tx: Tx, name: str, minutes: int | None) -> int | None:
    """Insert a reason at the end; None when the name is taken."""
    params = {"workspace": tx.workspace_id, "name": name, "minutes": minutes}
    reason_id: int | None = await tx.value(_INSERT_REASON, params)
    return reason_id


async def name_taken(tx: Tx, name: str, reason_id: int) -> bool:
    """Whether another reason has this name."""
    return bool(await tx.value(_NAME_TAKEN, {"workspace": tx.workspace_id, "name": name, "id": reason_id}))


async def update_reason(tx: Tx, reason_id: int, values: Mapping[str, object]) -> None:
    """Change name and minutes."""
    await tx.execute(_UPDATE_REASON, {**values, "workspace": tx.workspace_id, "id": reason_id})


async def place_reasons(tx: Tx, ids: Sequence[int]) -> None:
    """Put the reasons in this order."""
    await tx.execute(_PLACE_REASONS, {"workspace": tx.workspace_id, "ids": list(ids)})


async def archive_reason(tx: Tx, reason_id: int) -> None:
    """Take a reason off the list; the history keeps its name."""
    await tx.execute(_ARCHIVE_REASON, {"workspace": tx.workspace_id, "id": reason_id})
