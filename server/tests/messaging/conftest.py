"""A workspace with one loopback inbox and the whole road on a real database."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from otklik.channelkit.inbound import HookCall
from otklik.channelkit.outbound import OutboundFile
from otklik.channelkit.registry import Registry
from otklik.conversations.posting import Draft, post_message
from otklik.conversations.records import Author, MessageRecord
from otklik.infra.db import Database
from otklik.infra.files import FileStore
from otklik.infra.jobs.runner import JobRunner
from otklik.infra.whispers import Whispers
from otklik.kit.http import HttpAnswer, HttpRequest, HttpTrouble
from otklik.messaging.channel_log import BufferedLog
from otklik.messaging.directory import Directory, World
from otklik.messaging.dispatch import Dispatcher
from otklik.messaging.hooks import Road
from otklik.messaging.ingest import Accepted, Ingest
from otklik.messaging.limiter import Limiter
from otklik.messaging.reading import read_call
from otklik.messaging.traffic import Traffic
from otklik.messaging.uploads import keep_files
from otklik.wiring.events import SUBSCRIBERS
from otklik.wiring.tasks import make_handlers
from tests.loopback import Loopback

TOKEN = "t" * 32
OPERATOR = Author(kind="operator", id=900_001, name="Анна")


class NoHttp:
    """Refuses every call."""

    async def request(self, request: HttpRequest) -> HttpAnswer:
        """There is no network in tests."""
        raise HttpTrouble("no network in tests", sent=False)


class Reader:
    """Reads stored files."""

    def __init__(self, store: FileStore) -> None:
        self._store = store

    async def read(self, file: OutboundFile) -> bytes:
        """Return the bytes."""
        return await self._store.read(file.key)


class Scene:
    """Everything a test of the road needs: the database, the channel, the road, and short words for common acts."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.db = db
        self.channel = Loopback()
        self.store = FileStore(folder)
        world = World(http=NoHttp(), files=Reader(self.store), log=BufferedLog(), address="http://desk.test")
        self.directory = Directory(db, Registry([self.channel]), lambda record: dict(record.settings), world)
        self.ingest = Ingest(db)
        self.road = Road(db, self.directory, self.ingest, self.store, Traffic(), Whispers(db))
        db.listen_with(SUBSCRIBERS)
        handlers = make_handlers(Dispatcher(self.directory, Limiter()), self.directory, self.store)
        self.runner = JobRunner(db, handlers, {})
        self.workspace_id = 0
        self.inbox_id = 0

    async def lay(self) -> None:
        """Make the workspace, an operator and the inbox."""
        async with self.db.system() as tx:
            self.workspace_id = await tx.value("insert into workspace (name) values ('Магазин') returning id")
            await tx.execute(
                """insert into operator (id, workspace_id, email, name, role) overriding system value
                   values (900001, %(w)s, 'anna@shop.test', 'Анна', 'operator'),
                          (900002, %(w)s, 'pavel@shop.test', 'Павел', 'operator')""",
                {"w": self.workspace_id},
            )
            self.inbox_id = await tx.value(
                """insert into inbox (workspace_id, channel, name, status, token, hook_secret)
                   values (%(w)s, 'loopback', 'Петля', 'active', %(token)s, 's3cret') returning id""",
                {"w": self.workspace_id, "token": TOKEN},
            )

    def call(self, *events: dict[str, Any]) -> HookCall:
        """Make a genuine call."""
        return HookCall(body=msgspec.json.encode({"events": events}), headers={"x-secret": "s3cret"})

    async def receive(self, *events: dict[str, Any]) -> Accepted:
        """Let a call with these events in."""
        return await self.receive_raw(self.call(*events))

    async def receive_raw(self, call: HookCall) -> Accepted:
        """Let a call in."""
        inbox = await self.directory.by_token(TOKEN)
        assert inbox is not None
        delivery = read_call(inbox, call)
        return await self.ingest.accept(delivery, await keep_files(self.store, delivery.happenings))

    async def reply(self, conversation_id: int, text: str, author: Author = OPERATOR, **more: Any) -> MessageRecord:
        """Post a reply to the customer."""
        async with self.db.workspace(self.workspace_id) as tx:
            identity = await tx.value("select identity_id from conversation where id = %(id)s", {"id": conversation_id})
            draft = Draft(
                client_id=more.pop("client_id", uuid4()),
                text=text,
                identity_id=identity,
                inbox_id=self.inbox_id,
                **more,
            )
            return await post_message(tx, conversation_id, author, draft)

    async def rows(self, query: str, **params: Any) -> list[tuple[Any, ...]]:
        """Look into the database."""
        async with self.db.system() as tx:
            return await tx.rows(query, params)

    async def work(self, *, until: str, seconds: float = 60) -> None:
        """Run jobs until a query gives true."""
        await self.runner.start()
        try:
            async with asyncio.timeout(seconds):
                while not (await self.rows(until))[0][0]:
                    self.runner.wake()
                    await asyncio.sleep(0.02)
        finally:
            await self.runner.stop()

    async def texts(self, conversation_id: int) -> Sequence[tuple[int, str]]:
        """Return the numbers and texts of a conversation."""
        return [
            (seq, text)
            for seq, text in await self.rows(
                "select seq, text from message where conversation_id = %(c)s order by seq", c=conversation_id
            )
        ]


@pytest.fixture
async def road(db: Database, tmp_path: Path) -> AsyncIterator[Scene]:
    """The road, running."""
    world = Scene(db, tmp_path)
    await world.lay()
    yield world
    await world.ingest.stop()
