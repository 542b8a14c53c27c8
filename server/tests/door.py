"""One inbox of a real channel on the whole road: from the hook door to the database and back to its provider."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import uuid4

from msgspec.json import encode

from otklik.channelkit.channel import Channel
from otklik.channelkit.fakes import LocalHttp
from otklik.channelkit.outbound import OutboundFile
from otklik.channelkit.registry import Registry
from otklik.conversations.posting import Draft, post_message
from otklik.conversations.records import Author, MessageRecord
from otklik.infra.db import Database
from otklik.infra.files import FileStore
from otklik.infra.jobs.runner import JobRunner
from otklik.infra.whispers import Whispers
from otklik.messaging.channel_log import BufferedLog
from otklik.messaging.directory import Directory, World
from otklik.messaging.dispatch import Dispatcher
from otklik.messaging.hooks import HookDoor, Road
from otklik.messaging.ingest import Ingest
from otklik.messaging.limiter import Limiter
from otklik.messaging.traffic import Traffic
from otklik.wiring.events import SUBSCRIBERS
from otklik.wiring.tasks import make_handlers

HOST = "desk.example"
TOKEN = "t" * 32
HOOK_SECRET = "hook-secret-of-this-inbox-0001"
ANNA = Author(kind="operator", id=900_001, name="Анна")


class Reader:
    """Reads stored files."""

    def __init__(self, store: FileStore) -> None:
        self._store = store

    async def read(self, file: OutboundFile) -> bytes:
        """Return the bytes."""
        return await self._store.read(file.key)


class House:
    """The house of one inbox; `http` reaches the provider, and the provider reaches the door by it."""

    def __init__(self, db: Database, folder: Path, channel: Channel, http: LocalHttp, settings: dict[str, Any]) -> None:
        self.db, self.channel, self.settings = db, channel, settings
        store = FileStore(folder)
        world = World(http=http, files=Reader(store), log=BufferedLog(), address=f"https://{HOST}")
        self.directory = Directory(db, Registry([channel]), lambda record: dict(record.settings), world)
        self.ingest = Ingest(db)
        road = Road(db, self.directory, self.ingest, store, Traffic(), Whispers(db))
        http.mount(HOST, HookDoor(road))
        db.listen_with(SUBSCRIBERS)
        handlers = make_handlers(Dispatcher(self.directory, Limiter()), self.directory, store)
        self.runner = JobRunner(db, handlers, {})
        self.workspace_id = self.inbox_id = 0

    async def lay(self) -> None:
        """Make the workspace, an operator and the inbox, and connect it."""
        async with self.db.system() as tx:
            self.workspace_id = await tx.value("insert into workspace (name) values ('Магазин') returning id")
            await tx.execute(
                """insert into operator (id, workspace_id, email, name, role) overriding system value
                   values (900001, %(w)s, 'anna@shop.test', 'Анна', 'operator')""",
                {"w": self.workspace_id},
            )
            self.inbox_id = await tx.value(
                """insert into inbox (workspace_id, channel, name, status, token, hook_secret, settings)
                   values (%(w)s, %(channel)s, 'Канал', 'active', %(token)s, %(secret)s, %(settings)s::jsonb)
                   returning id""",
                {
                    "w": self.workspace_id, "channel": self.channel.manifest.slug, "token": TOKEN,
                    "secret": HOOK_SECRET, "settings": encode(self.settings).decode(),
                },
            )  # fmt: skip
        inbox = await self.directory.by_id(self.inbox_id)
        assert inbox is not None
        report = await self.channel.connect(self.directory.context(inbox))
        assert report.ok, report.checks

    async def rows(self, query: str, **params: Any) -> list[tuple[Any, ...]]:
        """Look into the database."""
        async with self.db.system() as tx:
            return await tx.rows(query, params)

    async def reply(self, text: str, **more: Any) -> MessageRecord:
        """Answer in the only conversation."""
        [(conversation, identity)] = await self.rows("select id, identity_id from conversation")
        async with self.db.workspace(self.workspace_id) as tx:
            draft = Draft(client_id=uuid4(), text=text, identity_id=identity, inbox_id=self.inbox_id, **more)
            return await post_message(tx, conversation, ANNA, draft)

    async def work(self, *, until: str, seconds: float = 30) -> None:
        """Run jobs until a query gives true."""
        await self.runner.start()
        try:
            async with asyncio.timeout(seconds):
                while not (await self.rows(until))[0][0]:
                    self.runner.wake()
                    await asyncio.sleep(0.02)
        finally:
            await self.runner.stop()
