"""The doors' keeper: who calls, from which page, and whether they may.

An unsafe request that proves itself by a cookie must come from our own origin and carry the CSRF token; a request
with an API token needs neither, because browsers never add such a header by themselves.
"""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.di import Provide
from litestar.handlers.base import BaseRouteHandler

from otklik.access import sessions, tokens
from otklik.access.actor import Actor
from otklik.access.config import Access, AccessSettings
from otklik.access.errors import FactorDue, ForeignRequest, ViewingOnly
from otklik.access.permissions import Permission
from otklik.infra.web.caller import Caller, remember_caller
from otklik.kit.errors import Forbidden, Unauthorized
from otklik.kit.ids import hash_token

Connection = ASGIConnection[Any, Any, Any, Any]
Guard = Callable[[Connection, BaseRouteHandler], Awaitable[None]]

_WHILE_VIEWING = "while_viewing"
WHILE_VIEWING = {_WHILE_VIEWING: True}
"""Marks the few unsafe requests that are allowed while somebody looks as another role."""

_BEFORE_FACTOR = "before_factor"
BEFORE_FACTOR = {_BEFORE_FACTOR: True}
"""Marks the few requests that are allowed while a second factor, which the company asks for, is still to be set up."""

_PLACE = "otklik.actor"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITES = frozenset({"same-origin", "none"})
_BEARER = "bearer "
CSRF_HEADER = "x-csrf-token"
GUARD_MARK = "otklik_guard"


def requires(*permissions: Permission) -> Guard:
    """Make a guard that lets an actor in who holds every one of the permissions."""

    async def guard(connection: Connection, _: BaseRouteHandler) -> None:
        actor = await authenticate(connection)
        for permission in permissions:
            actor.check(permission)

    setattr(guard, GUARD_MARK, permissions)
    return guard


def signed_in() -> Guard:
    """Make a guard that lets any actor in."""
    return requires()


def operators_only() -> Guard:
    """Make a guard that lets any operator in, and no API token."""

    async def guard(connection: Connection, _: BaseRouteHandler) -> None:
        actor = await authenticate(connection)
        if actor.kind != "operator":
            raise Forbidden("this is for operators only")

    setattr(guard, GUARD_MARK, ())
    return guard


async def authenticate(connection: Connection) -> Actor:
    """Return who calls, once per connection; raises Unauthorized, and ForeignRequest for a request of another site."""
    state = connection.scope.setdefault("state", {})
    known = state.get(_PLACE)
    if isinstance(known, Actor):
        return known
    access: Access = connection.app.state["access"]
    actor = await _find_actor(access, connection)
    state[_PLACE] = actor
    remember_caller(connection.scope, Caller(actor.workspace_id, actor.key))
    return actor


async def provide_actor(request: Request[Any, Any, Any]) -> Actor:
    """Make the dependency `actor`."""
    return await authenticate(request)


async def provide_access(request: Request[Any, Any, Any]) -> Access:
    """Make the dependency `access`."""
    access: Access = request.app.state["access"]
    return access


def access_dependencies() -> dict[str, Provide]:
    """Return the dependencies of this room for the API: `actor` and `access`."""
    return {"actor": Provide(provide_actor), "access": Provide(provide_access)}


def origin_allowed(headers: Mapping[str, str], settings: AccessSettings) -> bool:
    """Whether a request or socket that browsers make comes from our own page.

    `headers` have lower-case names. The origin must be ours by configuration or equal the host that was asked for;
    no origin, or a null one, is not ours.
    """
    origin = headers.get("origin", "")
    if origin in (settings.address, *settings.other_origins):
        return True
    parts = urlsplit(origin)
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and parts.netloc == headers.get("host", "")


def check_own_page(headers: Mapping[str, str], settings: AccessSettings) -> None:
    """Raise ForeignRequest for an unsafe request that a browser sent from another site's page."""
    if headers.get("sec-fetch-site", "same-origin") not in _OWN_SITES:
        raise ForeignRequest
    if "origin" in headers and not origin_allowed(headers, settings):
        raise ForeignRequest


async def _find_actor(access: Access, connection: Connection) -> Actor:
    authorization = connection.headers.get("authorization", "")
    if authorization:
        token = authorization[len(_BEARER) :].strip() if authorization.lower().startswith(_BEARER) else ""
        return await tokens.resolve_token(access.db, token)
    cookie = connection.cookies.get(access.settings.cookie_name, "")
    if not cookie:
        raise Unauthorized("sign in first")
    actor, csrf_hash = await sessions.resolve_session(access.db, cookie)
    if str(connection.scope.get("method", "GET")) not in _SAFE:
        headers = {name.lower(): value for name, value in connection.headers.items()}
        check_own_page(headers, access.settings)
        if not hmac.compare_digest(hash_token(headers.get(CSRF_HEADER, "")), csrf_hash):
            raise ForeignRequest
        if actor.viewing is not None and not connection.route_handler.opt.get(_WHILE_VIEWING):
            raise ViewingOnly
    if actor.factor_due and not connection.route_handler.opt.get(_BEFORE_FACTOR):
        raise FactorDue
    return actor
