"""Two shops on one installation, with the pigeon channel and its post."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from msgspec import Struct

from otklik.channelkit.channel import ChannelContext, Settings
from otklik.channelkit.fakes import LocalHttp
from otklik.channelkit.outbound import OutboundFile
from otklik.channelkit.registry import Registry
from otklik.inboxes import endpoints
from otklik.inboxes.connection import Connector
from otklik.inboxes.endpoints import inbox_dependencies
from otklik.inboxes.records import InboxRecord
from otklik.inboxes.service import Inboxes
from otklik.inboxes.vault import Vault
from otklik.infra.db import Database
from otklik.kit.errors import NotFound
from otklik.kit.secrets import Keyring
from otklik.messaging.channel_log import BufferedLog
from tests.browser import Browser, Browsers, open_browsers
from tests.factories import make_workspace
from tests.inboxes.pigeon import HOST, Pigeon, PigeonPost

ADDRESS = "https://desk.example.test"
TOKEN = "shop:secret-canary-0001"
KEYS = Keyring(1, {1: bytes(range(32))})


class NoFiles:
    """There are none."""

    async def read(self, file: OutboundFile) -> bytes:
        """Refuse."""
        raise NotFound(file.key)


class Shop(Struct, frozen=True):
    """One workspace with its people."""

    id: int
    owner: Browser
    operator: Browser


class Scene:
    """The room, its provider and two shops."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.post = PigeonPost()
        self.channel = Pigeon()
        self.log = BufferedLog()
        self.http = LocalHttp({HOST: self.post})
        registry = Registry([self.channel])
        self.vault = Vault(registry, KEYS, ADDRESS)
        self.room = Inboxes(db, registry, self.vault, Connector(registry, self.context_for), ADDRESS)
        self.browsers: Browsers
        self.a: Shop
        self.b: Shop

    def context_for(self, record: InboxRecord, settings: Settings) -> ChannelContext:
        """Give the channel its world."""
        return ChannelContext(
            inbox_id=record.id, settings=settings, http=self.http, files=NoFiles(), log=self.log.of(record),
            hook_url=f"{ADDRESS}/hooks/{record.token}", hook_secret=record.hook_secret, domain_id=ADDRESS,
        )  # fmt: skip

    async def lay(self, browsers: Browsers) -> None:
        """Make the shops."""
        self.browsers = browsers
        self.a, self.b = await self._shop("Ромашка"), await self._shop("Василёк")

    async def _shop(self, name: str) -> Shop:
        number = await make_workspace(self.db, name)
        return Shop(number, await self.browsers.of_new(number, "owner"), await self.browsers.of_new(number, "operator"))

    async def connect(self, shop: Shop, token: str = TOKEN, **settings: object) -> dict[str, Any]:
        """Connect a pigeon and return the inbox."""
        answer = await shop.owner.post("/api/v1/inboxes", _new(token, settings))
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def rows(self, query: str, **params: object) -> list[tuple[Any, ...]]:
        """Look into the database."""
        async with self.db.system() as tx:
            return await tx.rows(query, params)


def _new(token: str, settings: dict[str, object]) -> dict[str, Any]:
    return {"channel": "pigeon", "name": "Голуби", "settings": {"token": token, **settings}}


@pytest.fixture
async def scene(db: Database) -> AsyncIterator[Scene]:
    """The room behind its doors."""
    made = Scene(db)
    state = {"inboxes": made.room}
    async with open_browsers(db, endpoints.ROUTES, state, inbox_dependencies()) as browsers:
        await made.lay(browsers)
        yield made
