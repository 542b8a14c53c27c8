"""Sessions of operators: opened by a password or a one-time link, idle after 12 hours, over after 7 days.

The database keeps digests only. The CSRF token is derived from the session's own secret, so it needs no storage and
says nothing about it. Socket tickets live 30 seconds and open one socket.
"""

import base64
import hashlib

from msgspec import Struct

from otklik.access import repository_keys as repository
from otklik.access.actor import Actor, Viewing
from otklik.access.audit import Doer, write_audit
from otklik.access.config import Access
from otklik.access.errors import BadCredentials, SsoOnly
from otklik.access.events import SessionsClosed
from otklik.access.factor_check import check_factor
from otklik.access.permissions import Role, needs_factor, permissions_of, role_key
from otklik.access.records import SessionRow, SignInRow
from otklik.access.viewing_ends import Which, end_views
from otklik.infra.db import Database, Tx
from otklik.kit.addresses import network_of
from otklik.kit.errors import RateLimited, Unauthorized
from otklik.kit.ids import hash_token, new_token
from otklik.kit.text import clean_text

LIFE_SECONDS = repository.LIFE_DAYS * 24 * 3600

_LONGEST_TOKEN = 200
_LONGEST_EMAIL = 254


class Visit(Struct, frozen=True):
    """Where a person signs in from."""

    address: str = ""
    user_agent: str = ""


class Vouched(Struct, frozen=True):
    """The provider's word by which a session is opened; `factor_met`: it asked for a second factor.

    `sid` is what the provider calls its own session, empty where it does not say.
    """

    identity_id: int
    provider: str
    factor_met: bool
    sid: str = ""


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
    row = await repository.find_session(db, hash_token(token))
    if row is None:
        raise Unauthorized("sign in first")
    if row.stale:
        async with db.system() as tx:
            await repository.touch_sessions(tx, [row.session_id])
    return _actor(row), row.csrf_hash


async def sign_in(access: Access, email: str, password: str, visit: Visit, code: str = "") -> OpenedSession:
    """Check a password, and a code where there is a second factor, and open a session.

    Raises BadCredentials, SsoOnly, CodeNeeded, BadCode or RateLimited.

    An unknown e-mail, a wrong password and a disabled operator cost the same work and get the same answer.
    """
    account = clean_text(email, _LONGEST_EMAIL).strip().casefold()
    network = network_of(visit.address)
    _spend(access, account, network)
    async with access.db.system() as tx:
        found = await repository.credentials_by_email(tx, account)
    fits = await access.passwords.verify(password, found.password_hash if found else None)
    if found is None or not fits or found.disabled:
        await _note_failure(access.db, found)
        raise BadCredentials
    if found.sso_only:
        raise SsoOnly
    await check_factor(access, found, code)
    new_hash = await _better_hash(access, found, password)
    async with access.db.system(found.workspace_id) as tx:
        if new_hash and found.password_hash:
            await repository.replace_hash(tx, found.id, found.password_hash, new_hash)
        opened = await open_session(tx, found.id, visit)
    access.limits.per_pair.refill(f"{account} {network}")
    access.limits.known.take(f"{account} {network}")
    return opened


async def open_session(tx: Tx, operator_id: int, visit: Visit, vouched: Vouched | None = None) -> OpenedSession:
    """Open a session for an operator whose identity is proved; raises BadCredentials when disabled meanwhile."""
    token = new_token()
    csrf = csrf_token_of(token)
    row = {
        "operator": operator_id, "hash": hash_token(token), "csrf": hash_token(csrf),
        "address": visit.address, "agent": clean_text(visit.user_agent, 300),
        "identity": vouched and vouched.identity_id, "factor_met": vouched is not None and vouched.factor_met,
        "sid": vouched.sid if vouched else "",
    }  # fmt: skip
    opened = await repository.open_session(tx, row)
    if opened is None:
        raise BadCredentials
    session_id, name = opened
    doer = Doer(kind="operator", id=operator_id, name=name)
    through = {} if vouched is None else {"provider": vouched.provider}
    await write_audit(tx, doer, "session.opened", detail={"address": visit.address, **through})
    return OpenedSession(session_id, tx.workspace_id, operator_id, token, csrf)


async def close_session(tx: Tx, session_id: int) -> None:
    """End one session and its sockets."""
    await end_views(tx, Which(session_id=session_id), "signed_out")
    await _announce_closed(tx, await repository.close_session(tx, session_id))


async def close_sessions_of(tx: Tx, operator_id: int, *, keep: int | None = None) -> None:
    """End all sessions of an operator and their sockets, except `keep`."""
    await end_views(tx, Which(operator_id=operator_id, keep=keep), "signed_out")
    ended = await repository.close_sessions(tx, operator_id, keep)
    data = {"session_ids": ended, "operator_id": operator_id, "kept_id": keep}
    await tx.announce(SessionsClosed(workspace_id=tx.workspace_id, data=data))


async def make_ticket(tx: Tx, session_id: int) -> str:
    """Return a ticket that opens one socket within 30 seconds."""
    ticket = new_token()
    await repository.add_ticket(tx, hash_token(ticket), session_id)
    return ticket


async def redeem_ticket(db: Database, ticket: str) -> Actor | None:
    """Use a ticket up and return its operator; None when it is unknown, used, too old or its session ended."""
    if not ticket or len(ticket) > _LONGEST_TOKEN:
        return None
    async with db.system() as tx:
        session_id = await repository.use_ticket(tx, hash_token(ticket))
        found = [] if session_id is None else await repository.live_sessions(tx, [session_id])
    return _actor(found[0]) if found else None


async def live_actors(db: Database, session_ids: list[int]) -> dict[int, Actor]:
    """Return the present actors of those of the sessions that still live; for sockets, which ask every few seconds."""
    async with db.system() as tx:
        rows = await repository.live_sessions(tx, session_ids)
    return {row.session_id: _actor(row) for row in rows}


async def touch_sessions(db: Database, session_ids: list[int]) -> None:
    """Keep sessions with an open and active socket from becoming idle."""
    async with db.system() as tx:
        await repository.touch_sessions(tx, session_ids)


async def sweep_sessions(tx: Tx) -> int:
    """Delete sessions and tickets whose time is over; returns how many sessions. For an hourly job."""
    return await repository.sweep_sessions(tx)


def _viewing(row: SessionRow) -> Viewing | None:
    if row.view_role is None or row.view_until is None:
        return None
    return Viewing(
        role=role_key(row.view_role, row.view_role_id), role_name=row.view_role_name, operator_id=row.viewed_id,
        operator_name=row.viewed_name, until=row.view_until,
    )  # fmt: skip


def _actor(row: SessionRow) -> Actor:
    viewing = _viewing(row)
    permissions = row.permissions
    due = not row.has_factor and needs_factor(row.two_factor, permissions)
    if row.view_role is not None:
        permissions &= permissions_of(row.view_role, row.view_permissions)
    return Actor(
        workspace_id=row.workspace_id,
        kind="operator",
        id=row.operator_id,
        name=row.name,
        role=Role(row.role),
        role_id=row.role_id,
        permissions=frozenset() if due else permissions,
        session_id=row.session_id,
        team_ids=tuple(row.team_ids),
        viewing=viewing,
        factor_due=due,
        just_vouched=row.just_vouched,
        hidden_blocks=tuple(row.hidden_blocks or ()),
    )


def _spend(access: Access, account: str, network: str) -> None:
    limits = access.limits
    pair = f"{account} {network}"
    waits = [limits.per_network.take(network or "unknown"), limits.per_pair.take(pair)]
    if limits.known.wait(pair) == 0:
        waits.append(limits.per_account.take(account))
    if max(waits) > 0:
        raise RateLimited("too many attempts to sign in", retry_after=max(waits))


async def _better_hash(access: Access, found: SignInRow, password: str) -> str | None:
    if found.password_hash and access.passwords.is_outdated(found.password_hash):
        return await access.passwords.hash(password)
    return None


async def _note_failure(db: Database, found: SignInRow | None) -> None:
    async with db.system(found.workspace_id if found else None) as tx:
        if found is not None:
            await write_audit(tx, None, "session.refused", ("operator", found.id), {"email": found.email})


async def _announce_closed(tx: Tx, session_ids: list[int]) -> None:
    if session_ids:
        await tx.announce(SessionsClosed(workspace_id=tx.workspace_id, data={"session_ids": session_ids}))
