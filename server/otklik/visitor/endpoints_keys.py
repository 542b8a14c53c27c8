"""Doors of the set-up page where a company makes the keys by which its site vouches for visitors."""

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import delete, get, post
from litestar.params import Parameter
from msgspec import Meta, Struct

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.infra.db import Database
from otklik.infra.web.schemas import Input, Items
from otklik.kit.clock import utc_now
from otklik.kit.jws import BadToken, read_unproved
from otklik.visitor.errors import IdentityRefused
from otklik.visitor.keys import add_key, list_keys, open_keys, retire_key
from otklik.visitor.proving import LIFE_MAX_S, prove_by_token
from otklik.visitor.records import KeyRow
from otklik.visitor.room import Visitor, visitor_dependencies

_manage = [requires(Permission.INBOXES_MANAGE)]
_TAG = ["inboxes"]
_PASTED_MAX = 20_000
_TIME_MAX = 253_402_300_799
_BASE = "/api/v1/inboxes/{inbox_id:int}/visitor-keys"
_DEPENDENCIES = visitor_dependencies()


class VisitorKey(Struct, frozen=True, kw_only=True):
    """A living key; its secret was shown once."""

    kid: str
    created_at: datetime


class NewVisitorKey(Struct, frozen=True, kw_only=True):
    """A new key with its secret, shown in this answer only."""

    kid: str
    created_at: datetime
    secret: str


class PastedToken(Input, frozen=True):
    """A token to be tried."""

    token: Annotated[str, Meta(min_length=1, max_length=_PASTED_MAX)]


class TriedToken(Struct, frozen=True, kw_only=True):
    """What a token says and why it is refused; `reason` is empty for a good one."""

    ok: bool
    reason: str
    algorithm: str
    kid: str
    sub: str
    expires_at: datetime | None
    now: datetime
    life_max_s: int


@get(_BASE, guards=_manage, tags=_TAG, dependencies=_DEPENDENCIES)
async def list_visitor_keys(inbox_id: int, actor: Actor, db: Database) -> Items[VisitorKey]:
    """List the living keys of a website chat, the newest first."""
    async with db.workspace(actor.workspace_id) as tx:
        return Items([_show(row) for row in await list_keys(tx, inbox_id)])


@post(_BASE, guards=_manage, tags=_TAG, dependencies=_DEPENDENCIES)
async def add_visitor_key(inbox_id: int, actor: Actor, db: Database, visitor: Visitor) -> NewVisitorKey:
    """Make a key. Two live at once: with a third the oldest is retired."""
    async with db.workspace(actor.workspace_id) as tx:
        row, secret = await add_key(tx, visitor.keyring, actor, inbox_id)
    return NewVisitorKey(kid=row.kid, created_at=row.created_at, secret=secret)


@delete(_BASE + "/{kid:str}", guards=_manage, tags=_TAG, dependencies=_DEPENDENCIES)
async def retire_visitor_key(
    inbox_id: int, kid: Annotated[str, Parameter(max_length=100)], actor: Actor, db: Database
) -> None:
    """Retire a key at once; sessions it has opened end."""
    async with db.workspace(actor.workspace_id) as tx:
        await retire_key(tx, actor, inbox_id, kid)


@post(
    "/api/v1/inboxes/{inbox_id:int}/visitor-token",
    guards=_manage,
    tags=_TAG,
    status_code=200,
    dependencies=_DEPENDENCIES,
)
async def try_visitor_token(
    inbox_id: int, data: PastedToken, actor: Actor, db: Database, visitor: Visitor
) -> TriedToken:
    """Say why a token is refused, or whom it names. Nothing is opened by it."""
    async with db.workspace(actor.workspace_id) as tx:
        await list_keys(tx, inbox_id)
        keys = await open_keys(tx, visitor.keyring, inbox_id)
    token, now = data.token.strip(), utc_now()
    reason = ""
    try:
        prove_by_token(token, keys, now.timestamp())
    except IdentityRefused as refused:
        reason = refused.reason
    header, claims = _look_into(token)
    return TriedToken(
        ok=not reason, reason=reason, algorithm=_text(header.get("alg")), kid=_text(header.get("kid")),
        sub=_text(claims.get("sub")), expires_at=_time(claims.get("exp")), now=now, life_max_s=LIFE_MAX_S,
    )  # fmt: skip


def _look_into(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        return read_unproved(token)
    except BadToken:
        return {}, {}


def _text(value: object) -> str:
    return str(value)[:200] if isinstance(value, str | int | float) else ""


def _time(value: object) -> datetime | None:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= _TIME_MAX:
        return None
    return datetime.fromtimestamp(value, UTC)


def _show(row: KeyRow) -> VisitorKey:
    return VisitorKey(kid=row.kid, created_at=row.created_at)


ROUTES = [list_visitor_keys, add_visitor_key, retire_visitor_key, try_visitor_token]
