"""A browser for tests: an HTTP client on the assembled API, with cookies and the headers our desk sends."""

import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import httpx
from argon2 import PasswordHasher
from litestar import Litestar
from litestar.di import Provide
from litestar.types import ControllerRouterHandler

from otklik.access.config import Access, AccessSettings, AccessTools
from otklik.access.guards import access_dependencies
from otklik.access.passwords import Passwords
from otklik.infra.db import Database
from otklik.infra.files import FileStore
from otklik.infra.web.api import create_api
from otklik.infra.web.edge import Edge
from otklik.kit.ids import new_uuid7
from otklik.kit.secrets import Keyring
from otklik.kit.signing import Signer
from otklik.messaging.links import FileLinks
from tests.factories import MadeOperator, make_operator, make_session, make_token

ADDRESS = "http://desk.example.test"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_assembled: dict[tuple[int, ...], tuple[Litestar, object]] = {}


def make_access(db: Database, **settings: Any) -> Access:
    """Make the access room with passwords that cost little."""
    keyring = Keyring(1, {1: os.urandom(32)})
    links = FileLinks(Signer(keyring.derive("files")))
    tools = AccessTools(
        keyring=keyring, files=FileStore(Path(gettempdir()) / "otklik-tests"), photo_link=links.operator_photo
    )
    return Access(db, AccessSettings(**{"address": ADDRESS, **settings}), tools, Passwords(CHEAP))


def make_asgi(
    access: Access,
    routes: Sequence[ControllerRouterHandler],
    state: Mapping[str, object] | None = None,
    dependencies: Mapping[str, Provide] | None = None,
) -> Edge:
    """Assemble the API with the given endpoints, inside the edge.

    Assembling takes half a second, so an API with the same endpoints is used again, on the state of this test.
    """
    key = (*(id(route) for route in routes), *(id(each.dependency) for each in (dependencies or {}).values()))
    if key not in _assembled:
        made = create_api(routes, access.db, dependencies={**access_dependencies(), **(dependencies or {})})
        _assembled[key] = (made, (routes, dependencies))  # held, so that an id means the same object for ever
    api = _assembled[key][0]
    api.state.update({**(state or {}), "db": access.db, "access": access})
    settings = access.settings
    return Edge(api, secure=settings.secure, trusted_proxies=settings.trusted_proxies)  # type: ignore[arg-type]


class Browser:
    """Sends requests; adds the CSRF token and an idempotency key as our desk does, unless told otherwise."""

    def __init__(self, app: Edge, client_host: str = "192.0.2.10") -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(client_host, 40000))
        self.http = httpx.AsyncClient(transport=transport, base_url=ADDRESS)
        self.app = app
        self.csrf = ""

    async def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Send one request."""
        headers = dict(options.pop("headers", {}))
        if method not in _SAFE:
            headers.setdefault("Origin", ADDRESS)
            if self.csrf:
                headers.setdefault("X-CSRF-Token", self.csrf)
        if method == "POST":
            headers.setdefault("Idempotency-Key", str(new_uuid7()))
        return await self.http.request(method, path, headers=headers, **options)

    async def get(self, path: str, **options: Any) -> httpx.Response:
        """GET."""
        return await self.request("GET", path, **options)

    async def post(self, path: str, json: object = None, **options: Any) -> httpx.Response:
        """POST a JSON body."""
        return await self.request("POST", path, json=json, **options)

    async def patch(self, path: str, json: object = None, **options: Any) -> httpx.Response:
        """PATCH with a JSON body."""
        return await self.request("PATCH", path, json=json, **options)

    async def put(self, path: str, json: object = None, **options: Any) -> httpx.Response:
        """PUT a JSON body."""
        return await self.request("PUT", path, json=json, **options)

    async def delete(self, path: str, **options: Any) -> httpx.Response:
        """DELETE."""
        return await self.request("DELETE", path, **options)


class Browsers:
    """Makes browsers on one API: of strangers, of operators who have signed in, of programs with a token."""

    def __init__(self, access: Access, app: Edge) -> None:
        self.access = access
        self.app = app
        self._open: list[Browser] = []

    def stranger(self, client_host: str = "192.0.2.10") -> Browser:
        """A browser nobody has signed in with."""
        browser = Browser(self.app, client_host)
        self._open.append(browser)
        return browser

    async def of(self, operator: MadeOperator) -> Browser:
        """A browser in which this operator has signed in."""
        session = await make_session(self.access.db, operator)
        browser = self.stranger()
        browser.http.cookies.set(self.access.settings.cookie_name, session.token)
        browser.csrf = session.csrf_token
        return browser

    async def of_new(self, workspace_id: int, role: str) -> Browser:
        """A browser of a new operator with this role."""
        return await self.of(await make_operator(self.access.db, workspace_id, role))

    async def of_token(self, workspace_id: int, role: str = "admin") -> Browser:
        """A client that sends a new API token."""
        token = await make_token(self.access.db, workspace_id, role)
        browser = self.stranger()
        browser.http.headers["Authorization"] = f"Bearer {token.token}"
        return browser

    async def close(self) -> None:
        """Close them all."""
        for browser in self._open:
            await browser.http.aclose()


@asynccontextmanager
async def open_browsers(
    db: Database, routes: Sequence[ControllerRouterHandler], state: Mapping[str, object] | None = None,
    dependencies: Mapping[str, Provide] | None = None,
) -> AsyncIterator[Browsers]:  # fmt: skip
    """Assemble an API and close its browsers at the end; for the fixtures of a room's tests."""
    access = make_access(db)
    browsers = Browsers(access, make_asgi(access, routes, state, dependencies))
    try:
        yield browsers
    finally:
        await browsers.close()
