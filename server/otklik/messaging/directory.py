"""Inboxes in use: their settings opened, their channel, and what the channel is given of the world.

Look-ups are remembered for a few seconds and forgotten at once when the inbox changes. However many calls arrive
at the moment one expires, the database is asked once.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import structlog
from msgspec import Struct

from otklik.channelkit.capabilities import Capabilities
from otklik.channelkit.channel import Channel, ChannelContext, FileReader, Settings
from otklik.channelkit.outbound import OutboundFile
from otklik.channelkit.pretence import Pretence
from otklik.channelkit.registry import Registry
from otklik.channelkit.varying import capabilities_of
from otklik.inboxes import repository
from otklik.inboxes.records import InboxRecord
from otklik.infra.db import Database, Tx
from otklik.infra.events import LoggedEvent
from otklik.infra.stream import Position
from otklik.kit.http import HttpClient
from otklik.messaging.channel_log import BufferedLog

log = structlog.get_logger(__name__)

_REMEMBER_S = 5.0
_MAX = 10_000

Unseal = Callable[[InboxRecord], Settings]


class OpenInbox(Struct, frozen=True):
    """An inbox with its channel, what it can do, and its settings in clear; lives in memory only."""

    record: InboxRecord
    channel: Channel
    settings: Settings
    capabilities: Capabilities


class World(Struct, frozen=True):
    """What every channel is given besides its own settings."""

    http: HttpClient
    files: FileReader
    log: BufferedLog
    address: str
    link_file: Callable[[int, OutboundFile], str] = lambda _, __: ""


class Directory:
    """Finds inboxes by hook token, public key or id."""

    def __init__(self, database: Database, registry: Registry, unseal: Unseal, world: World) -> None:
        self._database = database
        self._registry = registry
        self._unseal = unseal
        self._world = world
        self._known: dict[str, tuple[float, OpenInbox | None]] = {}
        self._looking: dict[str, asyncio.Task[OpenInbox | None]] = {}
        self._forgotten = 0

    @property
    def registry(self) -> Registry:
        """The channels there are."""
        return self._registry

    async def by_token(self, token: str) -> OpenInbox | None:
        """Return the inbox of a hook address."""
        return await self._find(f"token:{token}", lambda tx: repository.find_by_token(tx, token))

    async def by_public_key(self, key: str) -> OpenInbox | None:
        """Return the inbox of a website snippet."""
        return await self._find(f"key:{key}", lambda tx: repository.find_by_public_key(tx, key))

    async def by_id(self, inbox_id: int) -> OpenInbox | None:
        """Return an inbox by its id."""
        return await self._find(f"id:{inbox_id}", lambda tx: repository.find_any(tx, inbox_id))

    def context(self, inbox: OpenInbox) -> ChannelContext:
        """Return what the channel needs to act for this inbox."""
        return self.context_for(inbox.record, inbox.settings)

    def context_for(self, record: InboxRecord, settings: Settings) -> ChannelContext:
        """The same for settings that are not stored yet."""
        return ChannelContext(
            inbox_id=record.id, settings=settings, http=self._world.http, files=self._world.files,
            log=self._world.log.of(record), hook_url=f"{self._world.address}/hooks/{record.token}",
            hook_secret=record.hook_secret, domain_id=self._world.address,
            link_file=partial(self._world.link_file, record.workspace_id),
        )  # fmt: skip

    def open(self, record: InboxRecord) -> OpenInbox:
        """Open a record's settings."""
        channel = self._registry.get(record.channel)
        settings = self._unseal(record)
        able = capabilities_of(channel, settings)
        return OpenInbox(record, Pretence(channel) if record.demo else channel, settings, able)

    async def forget_changed(self, events: Sequence[LoggedEvent], _: Position) -> None:
        """Forget everything when any inbox changed; they change rarely."""
        if any(event.kind == "inbox.changed" for event in events):
            self.forget()

    def forget(self) -> None:
        """Look everything up anew."""
        self._forgotten += 1
        self._known.clear()
        self._looking.clear()

    async def _find(self, place: str, load: Callable[[Tx], Awaitable[InboxRecord | None]]) -> OpenInbox | None:
        known = self._known.get(place)
        if known is not None and time.monotonic() < known[0]:
            return known[1]
        task = self._looking.get(place)
        if task is None:
            task = self._looking[place] = asyncio.create_task(self._look(place, load, self._forgotten))
        return await asyncio.shield(task)  # others wait for the same look: one who leaves must not end it

    async def _look(
        self, place: str, load: Callable[[Tx], Awaitable[InboxRecord | None]], begun: int
    ) -> OpenInbox | None:
        """Ask the database, and remember the answer unless an inbox has changed since the look was asked for.

        `begun` comes from the asker: between the asking and the first step of this task an inbox may change too.
        """
        try:
            async with self._database.system() as tx:
                record = await load(tx)
            found = self.open(record) if record is not None else None
        finally:
            if begun == self._forgotten:
                del self._looking[place]
        if begun == self._forgotten:
            if len(self._known) >= _MAX:
                self._known.clear()
            self._known[place] = (time.monotonic() + _REMEMBER_S, found)
        return found
