"""Every query on what opens doors: sessions, tickets, API tokens, invitations, the owner link; and on the audit."""

from typing import Any, Final

import msgspec

from otklik.access.records import (
    AuditRow,
    InvitationRow,
    PlaceRow,
    SessionRow,
    SignInRow,
    Standing,
    TokenOwner,
    TokenRow,
)
from otklik.infra.db import Database, Tx

IDLE_HOURS: Final = 12
LIFE_DAYS: Final = 7
TICKET_SECONDS: Final = 30
INVITATION_DAYS: Final = 7
SETUP_HOURS: Final = 24
PROOF_MINUTES: Final = 15
_SETUP_LOCK: Final = 0x6F746B01

_LIVE = """
select s.id as session_id, s.workspace_id, s.operator_id, o.name, o.role, o.role_id, cr.name as role_name,
       cr.permissions as role_permissions, s.csrf_hash,
       array(select m.team_id from team_member m
             where m.operator_id = coalesce(v.viewed_id, o.id) order by 1) as team_ids,
       coalesce(vo.role, v.role) as view_role, vr.id as view_role_id, vr.name as view_role_name,
       vr.permissions as view_permissions, v.viewed_id, vo.name as viewed_name, v.until as view_until,
       case when v.session_id is null then cr.hidden_blocks else vr.hidden_blocks end as hidden_blocks,
       s.seen_at < now() - interval '1 minute' as stale,
       w.two_factor, f.confirmed_at is not null or s.factor_met as has_factor,
       s.sso_identity_id is not null and s.created_at > now() - %(proof)s * interval '1 minute' as just_vouched
from session s join workspace w on w.id = s.workspace_id
join operator o on o.id = s.operator_id and o.workspace_id = s.workspace_id
left join custom_role cr on cr.id = o.role_id
left join second_factor f on f.operator_id = s.operator_id
left join session_view v on v.session_id = s.id and v.until > now()
left join operator vo on vo.id = v.viewed_id
left join custom_role vr on vr.id = case when vo.id is null then v.role_id else vo.role_id end
where s.expires_at > now() and s.seen_at > now() - %(idle)s * interval '1 hour' and o.disabled_at is null
"""
_FIND_SESSION = _LIVE + " and s.token_hash = %(hash)s"
_LIVE_SESSIONS = _LIVE + " and s.id = any(%(ids)s)"
_LIST_PLACES = """
select id, address, user_agent, created_at, seen_at, id is not distinct from %(own)s::bigint as own
from session
where workspace_id = %(workspace)s and operator_id = %(operator)s and expires_at > now()
      and seen_at > now() - %(idle)s * interval '1 hour'
order by seen_at desc, id desc
"""
_TOUCH_SESSIONS = "update session set seen_at = now() where id = any(%(ids)s)"
_OPEN_SESSION = """
insert into session (workspace_id, operator_id, token_hash, csrf_hash, address, user_agent, sso_identity_id,
                     factor_met, sso_sid, expires_at)
select o.workspace_id, o.id, %(hash)s, %(csrf)s, %(address)s, %(agent)s, %(identity)s::bigint, %(factor_met)s,
       %(sid)s, now() + %(days)s * interval '1 day'
from operator o where o.workspace_id = %(workspace)s and o.id = %(operator)s and o.disabled_at is null
returning id, (select name from operator where id = operator_id)
"""
_CLOSE_SESSION = "delete from session where workspace_id = %(workspace)s and id = %(id)s returning id"
_CLOSE_SESSIONS = """
delete from session
where workspace_id = %(workspace)s and operator_id = %(operator)s and id is distinct from %(keep)s::bigint
returning id
"""
_SWEEP_SESSIONS = "delete from session where expires_at <= now() or seen_at <= now() - %(idle)s * interval '1 hour'"
_SWEEP_TICKETS = "delete from socket_ticket where expires_at <= now()"
_CREDENTIALS = """
select o.id, o.workspace_id, o.email, o.name, o.password_hash, o.disabled_at is not null as disabled,
       w.sso_only and o.role <> 'owner' as sso_only
from operator o join workspace w on w.id = o.workspace_id
"""
_BY_EMAIL = _CREDENTIALS + " where lower(o.email) = lower(%(email)s)"
_BY_ID = _CREDENTIALS + " where o.workspace_id = %(workspace)s and o.id = %(id)s"
_CLOSE_UNVOUCHED = """
delete from session s using operator o
where s.workspace_id = %(workspace)s and s.sso_identity_id is null and o.id = s.operator_id and o.role <> 'owner'
returning s.id
"""
_SET_ONLY = "update workspace set sso_only = %(only)s where id = %(workspace)s and sso_only <> %(only)s"
_IS_ONLY = "select sso_only from workspace where id = %(workspace)s"
_REPLACE_HASH = """
update operator set password_hash = %(new)s
where workspace_id = %(workspace)s and id = %(id)s and password_hash = %(old)s
"""
_ADD_TICKET = """
insert into socket_ticket (token_hash, workspace_id, session_id, expires_at)
values (%(hash)s, %(workspace)s, %(session)s, now() + %(seconds)s * interval '1 second')
"""
_USE_TICKET = "delete from socket_ticket where token_hash = %(hash)s returning session_id, expires_at > now()"

_FIND_KEY = """
select t.id, t.workspace_id, t.name, t.role, t.role_id, cr.name as role_name, cr.permissions as role_permissions,
       o.role as maker_role, mr.permissions as maker_permissions,
       t.last_used_at is null or t.last_used_at < now() - interval '1 minute' as stale
from api_token t left join operator o on o.id = t.created_by left join custom_role cr on cr.id = t.role_id
left join custom_role mr on mr.id = o.role_id
where t.token_hash = %(hash)s and t.revoked_at is null and (t.created_by is null or o.disabled_at is null)
"""
_TOUCH_KEY = "update api_token set last_used_at = now() where id = %(id)s"
_ADD_KEY = """
insert into api_token (workspace_id, name, role, role_id, token_hash, prefix, created_by)
values (%(workspace)s, %(name)s, %(role)s, %(role_id)s, %(hash)s, %(prefix)s, %(by)s)
returning id
"""
_SHOWN_KEY = """
select t.id, t.name, t.role, t.role_id, cr.name as role_name, cr.permissions as role_permissions, t.prefix,
       t.created_by, t.created_at, t.last_used_at
from api_token t left join custom_role cr on cr.id = t.role_id
where t.workspace_id = %(workspace)s and t.revoked_at is null
"""
_LIST_KEYS = _SHOWN_KEY + " and t.id > %(after)s order by t.id limit %(limit)s"
_GET_KEY = _SHOWN_KEY + " and t.id = %(id)s for update of t"
_REVOKE_KEY = "update api_token set revoked_at = now() where workspace_id = %(workspace)s and id = %(id)s"

_INVITATION = """
select i.id, i.workspace_id, i.email, i.name, i.role, i.role_id, cr.name as role_name,
       cr.permissions as role_permissions, i.team_ids, i.expires_at, w.name as company, w.locale, w.sso_only,
       o.role as maker_role, mr.permissions as maker_permissions
from invitation i join workspace w on w.id = i.workspace_id left join operator o on o.id = i.created_by
left join custom_role cr on cr.id = i.role_id left join custom_role mr on mr.id = o.role_id
where i.accepted_at is null and i.expires_at > now() and (i.created_by is null or o.disabled_at is null)
"""
_FIND_INVITATION = _INVITATION + " and i.token_hash = %(hash)s"
_LOCK_INVITATION = _FIND_INVITATION + " for update of i"
_INVITATION_TO = _INVITATION + " and i.workspace_id = %(workspace)s and lower(i.email) = %(email)s for update of i"
_LIST_INVITATIONS = (
    _INVITATION + " and i.workspace_id = %(workspace)s and i.id > %(after)s order by i.id limit %(limit)s"
)
_INVITED_ROLE = """
select i.role, i.role_id, cr.name as role_name, cr.permissions as role_permissions
from invitation i left join custom_role cr on cr.id = i.role_id
where i.workspace_id = %(workspace)s and i.id = %(id)s
"""
_DROP_INVITATION = """
delete from invitation where workspace_id = %(workspace)s and id = %(id)s and accepted_at is null
returning email
"""
_DROP_FORMER = """
delete from invitation where workspace_id = %(workspace)s and email = %(email)s and accepted_at is null
"""
_ADD_INVITATION = """
insert into invitation (workspace_id, email, name, role, role_id, team_ids, token_hash, created_by, expires_at)
values (%(workspace)s, %(email)s, %(name)s, %(role)s, %(role_id)s, %(teams)s, %(hash)s, %(by)s,
        now() + %(days)s * interval '1 day')
returning id
"""
_ACCEPTED = "update invitation set accepted_at = now() where id = %(id)s"
_IS_OPERATOR = "select exists (select from operator where workspace_id = %(workspace)s and lower(email) = %(email)s)"

_SETUP_TURN = "select pg_advisory_xact_lock(%(lock)s)"
_HAS_OWNER = "select exists (select from operator where role = 'owner')"
_ADD_LINK = "insert into setup_token (token_hash) values (%(hash)s)"
_DROP_LINKS = "delete from setup_token where used_at is null"
_USE_LINK = """
update setup_token set used_at = now()
where token_hash = %(hash)s and used_at is null and created_at > now() - %(hours)s * interval '1 hour'
"""

_WRITE_AUDIT = """
insert into audit (workspace_id, actor_kind, actor_id, actor_name, action, object_kind, object_id, detail)
values (%(workspace)s, %(kind)s, %(actor)s, %(name)s, %(action)s, %(object_kind)s, %(object_id)s, %(detail)s::jsonb)
"""
_LIST_AUDIT = """
select id, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, detail
from audit
where workspace_id = %(workspace)s and id < coalesce(%(before)s::bigint, 9223372036854775807)
order by id desc
limit %(limit)s
"""

Params = dict[str, Any]


async def find_session(db: Database, token_hash: bytes) -> SessionRow | None:
    """Return the live session with this token, of any workspace."""
    params = {"hash": token_hash, "idle": IDLE_HOURS, "proof": PROOF_MINUTES}
    return await db.glance(SessionRow, _FIND_SESSION, params)


async def live_sessions(tx: Tx, ids: list[int]) -> list[SessionRow]:
    """Return those of the sessions that live, of any workspace."""
    return await tx.fetch(SessionRow, _LIVE_SESSIONS, {"ids": ids, "idle": IDLE_HOURS, "proof": PROOF_MINUTES})


async def touch_sessions(tx: Tx, ids: list[int]) -> None:
    """Note that sessions were used just now."""
    await tx.execute(_TOUCH_SESSIONS, {"ids": ids})


async def open_session(tx: Tx, params: Params) -> tuple[int, str] | None:
    """Insert a session and return its id and the operator's name; None when the operator is unknown or disabled."""
    rows = await tx.rows(_OPEN_SESSION, {**params, "workspace": tx.workspace_id, "days": LIFE_DAYS})
    return (rows[0][0], rows[0][1]) if rows else None


async def close_session(tx: Tx, session_id: int) -> list[int]:
    """Delete a session; returns the ids deleted."""
    return [row[0] for row in await tx.rows(_CLOSE_SESSION, {"workspace": tx.workspace_id, "id": session_id})]


async def close_sessions(tx: Tx, operator_id: int, keep: int | None) -> list[int]:
    """Delete an operator's sessions except one; returns the ids deleted."""
    params = {"workspace": tx.workspace_id, "operator": operator_id, "keep": keep}
    return [row[0] for row in await tx.rows(_CLOSE_SESSIONS, params)]


async def close_unvouched(tx: Tx) -> list[int]:
    """Delete the sessions that a password opened, but those of owners; returns the ids deleted."""
    return [row[0] for row in await tx.rows(_CLOSE_UNVOUCHED, {"workspace": tx.workspace_id})]


async def set_sso_only(tx: Tx, only: bool) -> bool:  # noqa: FBT001 - the value itself
    """Say whether only owners sign in with a password; False when that is so already."""
    return await tx.execute(_SET_ONLY, {"workspace": tx.workspace_id, "only": only}) > 0


async def is_sso_only(tx: Tx) -> bool:
    """Whether only owners sign in with a password."""
    return bool(await tx.value(_IS_ONLY, {"workspace": tx.workspace_id}))


async def list_places(tx: Tx, operator_id: int, own: int | None) -> list[PlaceRow]:
    """Return an operator's live sessions, the last used first."""
    params = {"workspace": tx.workspace_id, "operator": operator_id, "own": own, "idle": IDLE_HOURS}
    return await tx.fetch(PlaceRow, _LIST_PLACES, params)


async def sweep_sessions(tx: Tx) -> int:
    """Delete what is over, of all workspaces; returns how many sessions."""
    await tx.execute(_SWEEP_TICKETS)
    return await tx.execute(_SWEEP_SESSIONS, {"idle": IDLE_HOURS})


async def credentials_by_email(tx: Tx, email: str) -> SignInRow | None:
    """Return what signing in must know, from any workspace."""
    return await tx.find(SignInRow, _BY_EMAIL, {"email": email})


async def credentials_by_id(tx: Tx, operator_id: int) -> SignInRow | None:
    """Return what changing a password must know."""
    return await tx.find(SignInRow, _BY_ID, {"workspace": tx.workspace_id, "id": operator_id})


async def replace_hash(tx: Tx, operator_id: int, old: str, new: str) -> None:
    """Replace a password's hash by one with other costs, unless the password changed meanwhile."""
    await tx.execute(_REPLACE_HASH, {"workspace": tx.workspace_id, "id": operator_id, "old": old, "new": new})


async def add_ticket(tx: Tx, token_hash: bytes, session_id: int) -> None:
    """Insert a socket ticket."""
    params = {"hash": token_hash, "workspace": tx.workspace_id, "session": session_id, "seconds": TICKET_SECONDS}
    await tx.execute(_ADD_TICKET, params)


async def use_ticket(tx: Tx, token_hash: bytes) -> int | None:
    """Use a ticket up; returns its session, or None when it is unknown or too old."""
    rows = await tx.rows(_USE_TICKET, {"hash": token_hash})
    return rows[0][0] if rows and rows[0][1] else None


async def find_token(db: Database, token_hash: bytes) -> TokenOwner | None:
    """Return the live API token, of any workspace."""
    return await db.glance(TokenOwner, _FIND_KEY, {"hash": token_hash})


async def touch_token(tx: Tx, token_id: int) -> None:
    """Note that a token was used just now."""
    await tx.execute(_TOUCH_KEY, {"id": token_id})


async def add_token(tx: Tx, params: Params) -> int:
    """Insert an API token and return its id."""
    token_id: int = await tx.value(_ADD_KEY, {**params, "workspace": tx.workspace_id})
    return token_id


async def list_tokens(tx: Tx, after: int, limit: int) -> list[TokenRow]:
    """Return live tokens with ids above `after`."""
    return await tx.fetch(TokenRow, _LIST_KEYS, {"workspace": tx.workspace_id, "after": after, "limit": limit})


async def lock_token(tx: Tx, token_id: int) -> TokenRow | None:
    """Return a live token, locked."""
    return await tx.find(TokenRow, _GET_KEY, {"workspace": tx.workspace_id, "id": token_id})


async def revoke_token(tx: Tx, token_id: int) -> None:
    """End a token."""
    await tx.execute(_REVOKE_KEY, {"workspace": tx.workspace_id, "id": token_id})


async def find_invitation(tx: Tx, token_hash: bytes, *, lock: bool = False) -> InvitationRow | None:
    """Return the pending invitation with this token, of any workspace."""
    return await tx.find(InvitationRow, _LOCK_INVITATION if lock else _FIND_INVITATION, {"hash": token_hash})


async def find_invitation_to(tx: Tx, email: str) -> InvitationRow | None:
    """Return this workspace's pending invitation to an address, locked."""
    return await tx.find(InvitationRow, _INVITATION_TO, {"workspace": tx.workspace_id, "email": email})


async def list_invitations(tx: Tx, after: int, limit: int) -> list[InvitationRow]:
    """Return pending invitations with ids above `after`."""
    params = {"workspace": tx.workspace_id, "after": after, "limit": limit}
    return await tx.fetch(InvitationRow, _LIST_INVITATIONS, params)


async def take_invitation(tx: Tx, invitation_id: int) -> tuple[str, Standing] | None:
    """Delete a pending invitation; returns its e-mail and role."""
    params = {"workspace": tx.workspace_id, "id": invitation_id}
    role = await tx.find(Standing, _INVITED_ROLE, params)
    rows = await tx.rows(_DROP_INVITATION, params)
    return (rows[0][0], role) if rows and role else None


async def add_invitation(tx: Tx, params: Params) -> int:
    """Insert an invitation in place of a former pending one to the same address; returns its id."""
    await tx.execute(_DROP_FORMER, {"workspace": tx.workspace_id, "email": params["email"]})
    invitation_id: int = await tx.value(
        _ADD_INVITATION, {**params, "workspace": tx.workspace_id, "days": INVITATION_DAYS}
    )
    return invitation_id


async def note_accepted(tx: Tx, invitation_id: int) -> None:
    """Use an invitation up."""
    await tx.execute(_ACCEPTED, {"id": invitation_id})


async def is_operator(tx: Tx, email: str) -> bool:
    """Whether this workspace has an operator with this e-mail."""
    return bool(await tx.value(_IS_OPERATOR, {"workspace": tx.workspace_id, "email": email}))


async def take_setup_turn(tx: Tx) -> None:
    """Let one setup run at a time."""
    await tx.execute(_SETUP_TURN, {"lock": _SETUP_LOCK})


async def has_owner(tx: Tx) -> bool:
    """Whether the installation has had its first owner."""
    return bool(await tx.value(_HAS_OWNER))


async def add_link(tx: Tx, token_hash: bytes) -> None:
    """Insert an owner link; former unused ones end."""
    await tx.execute(_DROP_LINKS)
    await tx.execute(_ADD_LINK, {"hash": token_hash})


async def use_link(tx: Tx, token_hash: bytes) -> bool:
    """Use an owner link up; False when it is unknown, used or too old."""
    return await tx.execute(_USE_LINK, {"hash": token_hash, "hours": SETUP_HOURS}) > 0


async def write_audit(tx: Tx, params: Params) -> None:
    """Insert a line of the audit; `detail` becomes JSON."""
    detail = msgspec.json.encode(params["detail"]).decode()
    await tx.execute(_WRITE_AUDIT, {**params, "detail": detail, "workspace": tx.workspace_id})


async def list_audit(tx: Tx, before: int | None, limit: int) -> list[AuditRow]:
    """Return lines of the audit with ids below `before`, newest first."""
    return await tx.fetch(AuditRow, _LIST_AUDIT, {"workspace": tx.workspace_id, "before": before, "limit": limit})
