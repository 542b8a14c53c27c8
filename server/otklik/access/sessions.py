"""Sessions of operators: opened by a password or a one-time link, idle after 12 hours, over after 7 days.

The database keeps digests only. The CSRF token is derived from the session's own secret, so it needs no storage and
says nothing about it. Socket tickets live 30 seconds and open one socket.
"""

import base64
import hashlib
from typing import Final

from msgspec import Struct

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.access.config import Access
from otklik.access.errors import BadCredentials
from otklik.access.events import SessionsClosed
from otklik.access.permissions import ROLE_PERMISSIONS, Role
from otklik.access.records import SessionRow, SignInRow
from otklik.infra.db import Database, Tx
from otklik.infra.web.client_address import network_of
from otklik.kit.errors import RateLimited, Unauthorized
from otklik.kit.ids import hash_token, new_token
from otklik.kit.text import clean_text

IDLE_HOURS: Final = 12
LIFE_DAYS: Final = 7
TICKET_SECONDS: Final = 30
_LONGEST_TOKEN = 200

_LIVE = """
select s.id as session_id, s.workspace_id, s.operator_id, o.name, o.role, s.csrf_hash,
       array(select m.team_id from team_member m where m.operator_id = o.id order by 1) as team_ids,
       s.seen_at < now() - interval '1 minute' as stale
from session s join operator o on o.id = s.operator_id and o.workspace_id = s.workspace_id
where s.expires_at > now() and s.seen_at > now() - %(idle)s * interval '1 hour' and o.disabled_at is null
"""
_FIND = _LIVE + " and s.token_hash = %(hash)s"
_TOUCH = "update session set seen_at = now() where id = %(id)s"
_OPEN = """
insert into session (workspace_id, operator_id, token_hash, csrf_hash, address, user_agent, expires_at)
select o.workspace_id, o.id, %(hash)s, %(csrf)s, %(address)s, %(agent)s, now() + %(days)s * interval '1 day'
from operator o where o.id = %(operator)s and o.disabled_at is null
returning id
"""
_CLOSE_ONE = "delete from session where workspace_id = %(workspace)s and id = %(id)s returning id"
_CLOSE_ALL = """
delete from session
where workspace_id = %(workspace)s and operator_id = %(operator)s and id is distinct from %(keep)s::bigint
returning id
"""
_SWEEP = """
delete from session where expires_at <= now() or seen_at <= now() - %(idle)s * interval '1 hour'
"""
_SWEEP_TICKETS = "delete from socket_ticket where expires_at <= now()"
_SIGN_IN = """
select id, workspace_id, email, name, password_hash, disabled_at is not null as disabled
from operator where lower(email) = lower(%(email)s)
"""
_REHASH = "update operator set password_hash = %(new)s where id = %(id)s and password_hash = %(old)s"
_TICKET = """
insert into socket_ticket (token_hash, workspace_id, session_id, expires_at)
values (%(hash)s, %(workspace)s, %(session)s, now() + %(seconds)s * interval '1 second')
"""
_REDEEM = "delete from socket_ticket where token_hash = %(hash)s returning session_id, expires_at > now()"
_STILL_LIVE = _LIVE + " and s.id = any(%(ids)s)"


class Visit(Struct, frozen=True):
    """Where a person signs in from."""

    address: str = ""
    user_agent: str = ""


class OpenedSession(Struct, frozen=True):
    """A session just opened; `token` goes into the cookie and nowhere else."""

    id: int
    workspace_id: int
    operator_id: int
    token: str
    csrf_token: str


def csrf_token_of(token: str) -> str:
    """Derive the CSRF token of a session."""
    return base64.urlsafe_b64encode(hashlib.sha256(f"csrf:{token}".encode()).digest()).rstrip(b"=").decode()


async def resolve_session(db: Database, token: str) -> tuple[Actor, bytes]:
    """Return the operator behind a session cookie and the digest of the CSRF token; raises Unauthorized."""
    if len(token) > _LONGEST_TOKEN:
        raise Unauthorized("sign in first")
    async with db.system() as tx:
        row = await tx.find(SessionRow, _FIND, {"hash": hash_token(token), "idle": IDLE_HOURS})
        if row is None:
            raise Unauthorized("sign in first")
        if row.stale:
            await tx.execute(_TOUCH, {"id": row.session_id})
    return _actor(row), row.csrf_hash


async def sign_in(access: Access, email: str, password: str, visit: Visit) -> OpenedSession:
    """Check a password and open a session; raises BadCredentials or RateLimited."""
    account = email.strip().casefold()
    network = network_of(visit.address)
    _spend(access, account, network)
    async with access.db.system() as tx:
        found = await tx.find(SignInRow, _SIGN_IN, {"email": clean_text(email).strip()})
    fits = await access.passwords.verify(password, found.password_hash if found else None)
    if found is None or not fits or found.disabled:
        await _note_failure(access.db, found)
        raise BadCredentials
    async with access.db.system(found.workspace_id) as tx:
        await _refresh_hash(access, tx, found, password)
        opened = await open_session(tx, found.id, visit)
    access.limits.per_pair.refill(f"{account} {network}")
    access.limits.known.take(f"{account} {network}")
    return opened


async def open_session(tx: Tx, operator_id: int, visit: Visit) -> OpenedSession:
    """Open a session for an operator whose identity is proved; raises BadCredentials when disabled meanwhile."""
    token = new_token()
    csrf = csrf_token_of(token)
    params = {
        "operator": operator_id, "hash": hash_token(token), "csrf": hash_token(csrf), "days": LIFE_DAYS,
        "address": visit.address, "agent": clean_text(visit.user_agent, 300),
    }  # fmt: skip
    session_id = await tx.value(_OPEN, params)
    if session_id is None:
        raise BadCredentials
    await write_audit(tx, None, "session.opened", ("operator", operator_id), {"address": visit.address})
    return OpenedSession(session_id, tx.workspace_id, operator_id, token, csrf)


async def close_session(tx: Tx, session_id: int) -> None:
    """End one session and its sockets."""
    ids = await tx.rows(_CLOSE_ONE, {"workspace": tx.workspace_id, "id": session_id})
    await _announce_closed(tx, ids)


async def close_sessions_of(tx: Tx, operator_id: int, *, keep: int | None = None) -> None:
    """End all sessions of an operator and their sockets, except `keep`."""
    params = {"workspace": tx.workspace_id, "operator": operator_id, "keep": keep}
    await _announce_closed(tx, await tx.rows(_CLOSE_ALL, params))


async def make_ticket(tx: Tx, session_id: int) -> str:
    """Return a ticket that opens one socket within 30 seconds."""
    ticket = new_token()
    params = {"hash": hash_token(ticket), "workspace": tx.workspace_id, "session": session_id, "seconds": TICKET_SECONDS}
    await tx.execute(_TICKET, params)
    return ticket


async def redeem_ticket(db: Database, ticket: str) -> Actor | None:
    """Use a ticket up and return its operator; None when it is unknown, used, too old or its session ended."""
    if not ticket or len(ticket) > _LONGEST_TOKEN:
        return None
    async with db.system() as tx:
        rows = await tx.rows(_REDEEM, {"hash": hash_token(ticket)})
        if not rows or not rows[0][1]:
            return None
        found = await tx.fetch(SessionRow, _STILL_LIVE, {"ids": [rows[0][0]], "idle": IDLE_HOURS})
    return _actor(found[0]) if found else None


async def live_actors(db: Database, session_ids: list[int]) -> dict[int, Actor]:
    """Return the present actors of those of the sessions that still live; for sockets, which ask every few seconds."""
    async with db.system() as tx:
        rows = await tx.fetch(SessionRow, _STILL_LIVE, {"ids": session_ids, "idle": IDLE_HOURS})
    return {row.session_id: _actor(row) for row in rows}


async def touch_sessions(db: Database, session_ids: list[int]) -> None:
    """Keep sessions with an open and active socket from becoming idle."""
    async with db.system() as tx:
        await tx.execute("update session set seen_at = now() where id = any(%(ids)s)", {"ids": session_ids})


async def sweep_sessions(tx: Tx) -> int:
    """Delete sessions and tickets whose time is over; for an hourly job of the machinery."""
    await tx.execute(_SWEEP_TICKETS)
    return await tx.execute(_SWEEP, {"idle": IDLE_HOURS})


def _actor(row: SessionRow) -> Actor:
    role = Role(row.role)
    return Actor(
        workspace_id=row.workspace_id,
        kind="operator",
        id=row.operator_id,
        name=row.name,
        role=role,
        permissions=ROLE_PERMISSIONS[role],
        session_id=row.session_id,
        team_ids=tuple(row.team_ids),
    )


def _spend(access: Access, account: str, network: str) -> None:
    limits = access.limits
    pair = f"{account} {network}"
    waits = [limits.per_network.take(network or "unknown"), limits.per_pair.take(pair)]
    if limits.known.wait(pair) == 0:
        waits.append(limits.per_account.take(account))
    if max(waits) > 0:
        raise RateLimited("too many attempts to sign in", retry_after=max(waits))


async def _refresh_hash(access: Access, tx: Tx, found: SignInRow, password: str) -> None:
    if found.password_hash and access.passwords.is_outdated(found.password_hash):
        new = await access.passwords.hash(password)
        await tx.execute(_REHASH, {"id": found.id, "old": found.password_hash, "new": new})


async def _note_failure(db: Database, found: SignInRow | None) -> None:
    async with db.system(found.workspace_id if found else None) as tx:
        if found is not None:
            await write_audit(tx, None, "session.refused", ("operator", found.id))


async def _announce_closed(tx: Tx, rows: list[tuple[int, ...]]) -> None:
    ids = [row[0] for row in rows]
    if ids:
        await tx.announce(SessionsClosed(workspace_id=tx.workspace_id, data={"session_ids": ids}))
