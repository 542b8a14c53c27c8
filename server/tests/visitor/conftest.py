"""Two shops with a website chat each, behind the real doors, road and database."""

import asyncio
import base64
import hmac
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar.types import ControllerRouterHandler
from msgspec import Struct

from otklik.channelkit.channel import Channel, ChannelContext, Settings
from otklik.channelkit.fakes import LocalHttp
from otklik.channelkit.outbound import OutboundFile
from otklik.channelkit.registry import Registry
from otklik.channels.webchat import WebchatChannel
from otklik.conversations.belongings import ConversationBelongings
from otklik.inboxes import endpoints as inbox_endpoints
from otklik.inboxes.connection import Connector
from otklik.inboxes.endpoints import inbox_dependencies
from otklik.inboxes.records import InboxRecord
from otklik.inboxes.service import Inboxes
from otklik.inboxes.vault import Vault
from otklik.infra.db import Database
from otklik.infra.files import FileStore
from otklik.infra.whispers import Whisper, Whispers
from otklik.kit.clock import utc_now
from otklik.kit.errors import NotFound
from otklik.kit.ids import new_uuid7
from otklik.kit.secrets import Keyring
from otklik.kit.signing import Signer
from otklik.messaging.channel_log import BufferedLog
from otklik.messaging.directory import Directory, World
from otklik.messaging.hooks import Road
from otklik.messaging.ingest import Ingest
from otklik.messaging.links import FileLinks
from otklik.messaging.traffic import Traffic
from otklik.visitor import endpoints, endpoints_calls, endpoints_greetings, endpoints_keys, endpoints_logos
from otklik.visitor.line import VisitorSocketDoor
from otklik.visitor.room import Trust, Visitor, VisitorSettings
from tests.browser import ADDRESS, Browser, Browsers, open_browsers
from tests.factories import make_workspace

SITE = "https://shop.example"
KEYS = Keyring(1, {1: bytes(range(32))})
ROUTES: list[ControllerRouterHandler] = [
    *inbox_endpoints.ROUTES, *endpoints.ROUTES, *endpoints_keys.ROUTES, *endpoints_greetings.ROUTES,
    *endpoints_logos.ROUTES, *endpoints_calls.ROUTES,
]  # fmt: skip


class NoFiles:
    """There are none."""

    async def read(self, file: OutboundFile) -> bytes:
        """Refuse."""
        raise NotFound(file.key)


class HeardWhispers(Whispers):
    """Keeps the signs it passes on."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.heard: list[Whisper] = []

    async def send(self, whisper: Whisper) -> None:
        """Keep a sign."""
        self.heard.append(whisper)


class Shop(Struct):
    """A workspace with its people and its chat."""

    id: int
    owner: Browser
    operator: Browser
    inbox_id: int
    key: str


class Guest:
    """A visitor's browser on a page of the shop."""

    def __init__(self, browser: Browser, key: str) -> None:
        self.browser = browser
        self.key = key
        self.token = ""
        self.user = ""

    async def enter(self, **identity: str) -> httpx.Response:
        """Open or renew the session, as the person the site says it is."""
        body: dict[str, Any] = {"key": self.key, "locale": "ru", "token": self.token}
        if identity:
            body["identity"] = identity
        answer = await self.browser.post("/widget/v1/session", body, headers={"Origin": SITE})
        if answer.status_code == 200:
            self.token, self.user = answer.json()["token"], answer.json()["user_id"]
        return answer

    async def call(self, method: str, path: str, json: object = None, **options: Any) -> httpx.Response:
        """Call a door with the session's token."""
        headers = {"Origin": SITE, "Authorization": f"Visitor {self.token}", **options.pop("headers", {})}
        return await self.browser.request(method, f"/widget/v1/{path}", json=json, headers=headers, **options)

    async def write(self, text: str) -> httpx.Response:
        """Write a message."""
        return await self.call("POST", "messages", {"client_id": str(new_uuid7()), "text": text})

    async def texts(self) -> list[str]:
        """Return what this visitor sees."""
        return [message["text"] for message in (await self.call("GET", "messages")).json()["items"]]


class Socket:
    """The browser's side of one socket, without a network."""

    def __init__(self, visitor: Visitor, guest: Guest) -> None:
        self._in: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._out: asyncio.Queue[Any] = asyncio.Queue()
        headers = [(b"origin", SITE.encode()), (b"host", b"desk.example.test")]
        scope = {"type": "websocket", "path": "/widget/v1/socket", "headers": headers, "client": ("192.0.2.9", 1)}
        self._in.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.create_task(VisitorSocketDoor(visitor)(scope, self._in.get, self._out.put))
        self.say(type="auth", token=guest.token, key=guest.key)

    def say(self, **frame: Any) -> None:
        """Say something."""
        self._in.put_nowait({"type": "websocket.receive", "text": json.dumps(frame)})

    async def until(self, kind: str) -> dict[str, Any]:
        """Skip to the next frame of a kind, or to the end ("closed")."""
        async with asyncio.timeout(30):
            while True:
                message = await self._out.get()
                if message["type"] == "websocket.close":
                    assert kind == "closed"
                    return dict(message)
                if message["type"] == "websocket.send" and (frame := json.loads(message["text"]))["type"] == kind:
                    return dict(frame)

    async def leave(self) -> None:
        """Hang up."""
        self._in.put_nowait({"type": "websocket.disconnect"})
        await asyncio.wait([self.task])


class Scene:
    """The visitors' room and two shops."""

    def __init__(self, db: Database, files: Path, *channels: Channel) -> None:
        self.db = db
        registry = Registry([WebchatChannel(), *channels])
        log = BufferedLog()
        http = LocalHttp({})
        vault = Vault(registry, KEYS, ADDRESS)
        world = World(http=http, files=NoFiles(), log=log, address=ADDRESS)
        self.directory = Directory(db, registry, vault.open_settings, world)
        self.ingest = Ingest(db)
        self.whispers = HeardWhispers(db)
        road = Road(db, self.directory, self.ingest, FileStore(files), Traffic(), self.whispers)
        settings = VisitorSettings(address=ADDRESS, web=files)
        links = FileLinks(Signer([b"k" * 32]))
        self.visitor = Visitor(settings, road, links, Trust(KEYS, ConversationBelongings()))

        def context_for(record: InboxRecord, chosen: Settings) -> ChannelContext:
            return self.directory.context_for(record, chosen)

        self.room = Inboxes(db, registry, vault, Connector(registry, context_for), ADDRESS)
        self.browsers: Browsers
        self.a: Shop
        self.b: Shop

    async def lay(self, browsers: Browsers) -> None:
        """Make the shops."""
        self.browsers = browsers
        self.a, self.b = await self._shop("Ромашка"), await self._shop("Василёк")

    async def _shop(self, name: str) -> Shop:
        number = await make_workspace(self.db, name)
        owner, operator = await self.browsers.of_new(number, "owner"), await self.browsers.of_new(number, "operator")
        body = {"channel": "webchat", "name": name, "settings": {"origins": [SITE]}}
        made = (await owner.post("/api/v1/inboxes", body)).json()
        return Shop(number, owner, operator, made["id"], made["public_key"])

    def guest(self, shop: Shop, number: int = 1) -> Guest:
        """A browser of a visitor, at an address of its own."""
        return Guest(self.browsers.stranger(f"198.51.100.{number}"), shop.key)

    async def change(self, shop: Shop, **settings: object) -> None:
        """Change the settings of a chat, and let this process know."""
        answer = await shop.owner.patch(f"/api/v1/inboxes/{shop.inbox_id}", {"settings": settings})
        assert answer.status_code == 200, answer.text
        self.directory._known.clear()  # noqa: SLF001 - what the event stream does in a running process

    async def add_key(self, shop: Shop) -> tuple[str, bytes]:
        """Make a key; returns its number and its secret."""
        answer = await shop.owner.post(f"/api/v1/inboxes/{shop.inbox_id}/visitor-keys")
        assert answer.status_code == 201, answer.text
        return answer.json()["kid"], answer.json()["secret"].encode()

    async def rows(self, query: Any, **params: object) -> list[tuple[Any, ...]]:
        """Look into the database."""
        async with self.db.system() as tx:
            return await tx.rows(query, params)


def make_token(key: tuple[str, bytes], sub: object = "user-7", life: float = 600, **claims: object) -> str:
    """Sign a token as the shop's own server does."""
    kid, secret = key
    header = {"alg": "HS256", "typ": "JWT", "kid": kid}
    body = ".".join(
        _encode(part) for part in (header, {"sub": sub, "exp": int(utc_now().timestamp() + life), **claims})
    )
    return f"{body}.{_encode_bytes(hmac.digest(secret, body.encode(), 'sha256'))}"


def _encode(value: object) -> str:
    return _encode_bytes(json.dumps(value).encode())


def _encode_bytes(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.fixture
async def scene(db: Database, tmp_path: Path) -> AsyncIterator[Scene]:
    """The room behind its doors."""
    made = Scene(db, tmp_path)
    state = {"inboxes": made.room, "visitor": made.visitor}
    async with open_browsers(db, ROUTES, state, inbox_dependencies()) as browsers:
        await made.lay(browsers)
        yield made
        await made.ingest.stop()
