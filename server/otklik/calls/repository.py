"""Every query on calls. A call is locked before it changes, so its verbs come one after the other."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, LiteralString

from otklik.calls.records import LONGEST_S, RINGERS_MAX, SILENCE_S, Calling, CallRow, Due, Ends
from otklik.infra.db import Database, Tx

# After a merge the line lies elsewhere, and the call with it.
_CALL: Final[LiteralString] = """
select c.id, c.workspace_id, v.id as conversation_id, k.id as contact_id, k.name as contact_name,
       coalesce(s.page->>'url', '') as page, c.session_id, c.line_id, c.state, c.how, c.ended_by, c.operator_id,
       c.operator_name, c.tab, c.began_at, c.answered_at, c.ended_at, c.held_at,
       extract(epoch from c.rings_until - now())::float8 as left_s,
       coalesce(extract(epoch from coalesce(c.ended_at, now()) - c.answered_at), 0)::float8 as talked_s,
       extract(epoch from now() - c.visitor_seen_at)::float8 as visitor_silent_s,
       coalesce(extract(epoch from now() - c.operator_seen_at), 0)::float8 as operator_silent_s
from call c
left join message m on m.id = c.line_id
join conversation v on v.id = coalesce(m.conversation_id, c.conversation_id)
join contact k on k.id = v.contact_id
left join visitor_session s on s.id = c.session_id
where c.workspace_id = %(workspace)s
"""
_INSERT = """
insert into call (workspace_id, conversation_id, inbox_id, session_id, client_id, rings_until)
values (%(workspace)s, %(conversation)s, %(inbox)s, %(session)s, %(client)s, now() + %(rings)s * interval '1 second')
on conflict do nothing returning id
"""
# The free ones of the chat's team: at the desk, with the right to take calls, and in no call.
_RING = """
insert into call_ring (call_id, operator_id, workspace_id)
select %(call)s, o.id, o.workspace_id
from operator o join inbox i on i.id = %(inbox)s and i.workspace_id = o.workspace_id
left join custom_role r on r.id = o.role_id
where o.workspace_id = %(workspace)s and o.disabled_at is null and o.presence = 'online'
  and (o.role_id is null or 'calls.take' = any(r.permissions))
  and (i.team_id is null or exists (
      select from team_member m where m.team_id = i.team_id and m.operator_id = o.id))
  and not exists (select from call b where b.operator_id = o.id and b.state = 'active')
order by o.presence_since limit %(most)s
returning operator_id
"""
_ACCEPT = """
update call set state = 'active', operator_id = %(operator)s, operator_name = %(name)s, tab = %(tab)s,
       answered_at = now(), operator_seen_at = now()
where id = %(id)s and workspace_id = %(workspace)s and state = 'ringing'
"""
_END = """
update call set state = 'ended', how = %(how)s, ended_by = %(by)s, ended_at = now(), held_at = null
where id = %(id)s and workspace_id = %(workspace)s and state <> 'ended'
"""
_BEAT_VISITOR = """
update call set visitor_seen_at = now()
where id = %(id)s and session_id = %(who)s and workspace_id = %(workspace)s and state <> 'ended' returning id
"""
_BEAT_OPERATOR = """
update call set operator_seen_at = now()
where id = %(id)s and operator_id = %(who)s and workspace_id = %(workspace)s and state = 'active' returning id
"""
_DUE = """
select c.id, c.workspace_id from call c
where c.state <> 'ended' and (
    c.visitor_seen_at < now() - %(silence)s * interval '1 second'
    or c.session_id is null
    or (c.state = 'ringing' and (c.rings_until <= now() or not exists (
        select from call_ring r where r.call_id = c.id and r.state = 'ringing')))
    or (c.state = 'active' and (c.operator_seen_at < now() - %(silence)s * interval '1 second'
        or c.operator_id is null or c.answered_at < now() - %(longest)s * interval '1 second')))
order by c.id limit 200
"""


async def insert_call(tx: Tx, calling: Calling) -> int | None:
    """Insert a call; None when this visitor has asked for it before, or has another one."""
    number: int | None = await tx.value(
        _INSERT,
        {
            "workspace": tx.workspace_id, "conversation": calling.conversation_id, "inbox": calling.inbox_id,
            "session": calling.session_id, "client": calling.client_id, "rings": calling.rings_s,
        },
    )  # fmt: skip
    return number


async def ring(tx: Tx, call_id: int, inbox_id: int) -> list[int]:
    """Let a call ring on the desks of those who are free; returns whose."""
    rows = await tx.rows(_RING, {"workspace": tx.workspace_id, "call": call_id, "inbox": inbox_id, "most": RINGERS_MAX})
    return [row[0] for row in rows]


async def set_line(tx: Tx, call_id: int, line_id: int) -> None:
    """Note which line of the conversation tells of a call."""
    await tx.execute(
        "update call set line_id = %(line)s where id = %(id)s and workspace_id = %(workspace)s",
        {"workspace": tx.workspace_id, "id": call_id, "line": line_id},
    )


async def find(tx: Tx, call_id: int) -> CallRow | None:
    """Return a call of this workspace."""
    return await tx.find(CallRow, _CALL + " and c.id = %(id)s", {"workspace": tx.workspace_id, "id": call_id})


async def lock(tx: Tx, call_id: int) -> CallRow | None:
    """Return a call of this workspace that nobody else changes meanwhile."""
    await tx.execute(
        "select from call where id = %(id)s and workspace_id = %(workspace)s for no key update",
        {"workspace": tx.workspace_id, "id": call_id},
    )
    return await find(tx, call_id)


async def find_asked(tx: Tx, session_id: int, client_id: object) -> CallRow | None:
    """Return the call that a visitor asked for under this name."""
    return await tx.find(
        CallRow,
        _CALL + " and c.session_id = %(session)s and c.client_id = %(client)s",
        {"workspace": tx.workspace_id, "session": session_id, "client": client_id},
    )


async def list_mine(tx: Tx, operator_id: int) -> Sequence[CallRow]:
    """Return the calls that ring on an operator's desk, and the one they are in."""
    return await tx.fetch(
        CallRow,
        _CALL
        + """ and ((c.state = 'active' and c.operator_id = %(operator)s) or (c.state = 'ringing' and exists (
                  select from call_ring r where r.call_id = c.id and r.operator_id = %(operator)s
                      and r.state = 'ringing'))) order by c.id limit 20""",
        {"workspace": tx.workspace_id, "operator": operator_id},
    )


async def list_ringers(tx: Tx, call_id: int) -> dict[int, str]:
    """Return on whose desks a call rang, and what they made of it."""
    rows = await tx.rows(
        "select operator_id, state from call_ring where call_id = %(id)s and workspace_id = %(workspace)s",
        {"workspace": tx.workspace_id, "id": call_id},
    )
    return {row[0]: row[1] for row in rows}


async def answer_ring(tx: Tx, call_id: int, operator_id: int, state: str) -> None:
    """Note what an operator made of a call that rings on their desk."""
    await tx.execute(
        """update call_ring set state = %(state)s
           where call_id = %(id)s and operator_id = %(operator)s and workspace_id = %(workspace)s
                 and state = 'ringing'""",
        {"workspace": tx.workspace_id, "id": call_id, "operator": operator_id, "state": state},
    )


async def stop_ringing(tx: Tx, call_id: int) -> None:
    """Let a call ring no more on any desk."""
    await tx.execute(
        """update call_ring set state = 'over'
           where call_id = %(id)s and workspace_id = %(workspace)s and state = 'ringing'""",
        {"workspace": tx.workspace_id, "id": call_id},
    )


async def hush_others(tx: Tx, operator_id: int) -> None:
    """Let nothing else ring on the desk of an operator who is in a call."""
    await tx.execute(
        """update call_ring set state = 'busy'
           where operator_id = %(operator)s and workspace_id = %(workspace)s and state = 'ringing'""",
        {"workspace": tx.workspace_id, "operator": operator_id},
    )


async def lock_operator(tx: Tx, operator_id: int) -> bool:
    """Let an operator's acceptances come one after the other; returns whether they are in a call."""
    await tx.execute(
        "select from operator where id = %(id)s and workspace_id = %(workspace)s for no key update",
        {"workspace": tx.workspace_id, "id": operator_id},
    )
    return bool(
        await tx.value(
            """select exists (select from call where operator_id = %(id)s and workspace_id = %(workspace)s
               and state = 'active')""",
            {"workspace": tx.workspace_id, "id": operator_id},
        )
    )


async def accept(tx: Tx, call_id: int, values: Mapping[str, Any]) -> bool:
    """Give a ringing call to an operator; False when it rings no more. Compare-and-set: one wins."""
    return await tx.execute(_ACCEPT, {"workspace": tx.workspace_id, "id": call_id, **values}) > 0


async def hold(tx: Tx, call_id: int, *, on: bool) -> None:
    """Put a call on hold, or take it back."""
    await tx.execute(
        """update call set held_at = case when %(on)s then coalesce(held_at, now()) end
           where id = %(id)s and workspace_id = %(workspace)s and state = 'active'""",
        {"workspace": tx.workspace_id, "id": call_id, "on": on},
    )


async def end(tx: Tx, call_id: int, how: str, by: str | None) -> bool:
    """End a call; False when it was over already."""
    return await tx.execute(_END, {"workspace": tx.workspace_id, "id": call_id, "how": how, "by": by}) > 0


async def beat(tx: Tx, call_id: int, *, session_id: int | None = None, operator_id: int | None = None) -> bool:
    """Note a sign of life of one end; False when the call is over, or not theirs."""
    params = {"workspace": tx.workspace_id, "id": call_id, "who": operator_id if session_id is None else session_id}
    return await tx.value(_BEAT_OPERATOR if session_id is None else _BEAT_VISITOR, params) is not None


async def find_ends(tx: Tx, call_id: int) -> Ends | None:
    """Return between whom the signs of a call that runs pass."""
    return await tx.find(
        Ends,
        """select workspace_id, session_id, operator_id, tab from call
           where id = %(id)s and workspace_id = %(workspace)s and state = 'active'""",
        {"workspace": tx.workspace_id, "id": call_id},
    )


async def list_due(database: Database) -> list[Due]:
    """Return calls of all workspaces whose time is over, or one of whose ends has fallen silent."""
    return await database.glances(Due, _DUE, {"silence": SILENCE_S, "longest": LONGEST_S})
