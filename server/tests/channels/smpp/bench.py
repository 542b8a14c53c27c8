"""An SMPP inbox on a fake centre, and hands to take what comes over the line."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from otklik.channelkit.channel import ChannelContext, PollBatch
from otklik.channelkit.fakes import LocalHttp
from otklik.channelkit.inbound import Happening, HookCall, MessageReceived
from otklik.channelkit.outbound import OutboundMessage, SendResult
from otklik.channels.smpp.channel import SmppChannel
from otklik.channels.smpp.fake import FakeCentre
from otklik.channels.smpp.inbound import write_delivery
from otklik.channels.smpp.pdu import Address, ShortMessage
from otklik.channels.smpp.poller import SmppPoller
from tests.channels.telegram.bench import Notes, Shelf

Loose = Any
PERSON = "+79161234567"
NUMBER = "74950000000"
PASSWORD = "not-for-logs-1"
SYSTEM = "desk"


async def guard(host: str) -> Sequence[str]:
    """Let the centre of the test be called."""
    assert host == "smpp.operator.example"
    return ["127.0.0.1"]


def make_settings(port: int, **settings: Loose) -> dict[str, Any]:
    """Make settings of a line."""
    return {
        "host": "smpp.operator.example", "port": port, "system_id": SYSTEM, "password": PASSWORD,
        "sender": f"+{NUMBER}", "rate": 500, **settings,
    }  # fmt: skip


def delivery(text: bytes = b"Hello", *, source: str = "79161234567", ton: int = 1, **fields: Loose) -> ShortMessage:
    """Make what a person sends."""
    return ShortMessage(source=Address(source, ton), destination=Address(NUMBER), text=text, **fields)


def call_of(*messages: ShortMessage | None, key: str = "", repeat: bool = False) -> HookCall:
    """Write deliveries down as the poller does."""
    pdus = [message.encode().hex() if message is not None else "" for message in messages]
    return HookCall(
        body=write_delivery(pdus, key=key, repeat=repeat), polled=True, received_at=datetime(2026, 11, 24, tzinfo=UTC)
    )


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_minutes(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


class Bench:
    """A centre, a channel that knows it, and what stands in the inbox's cursor."""

    def __init__(self, **settings: Loose) -> None:
        self.centre = FakeCentre({SYSTEM: PASSWORD})
        self.wanted = settings
        self.notes = Notes()
        self.clock = Clock()
        self.cursor: dict[str, Any] = {}
        self.happened: list[Happening] = []
        self.stores = True
        self.channel = SmppChannel(guard, answer_s=0.3, patience_s=0, idle_s=30)
        self.context = self._context(0)
        self.pollers: list[SmppPoller] = []
        self.tasks: list[asyncio.Task[None]] = []

    def _context(self, port: int) -> ChannelContext:
        return ChannelContext(
            inbox_id=1, settings=make_settings(port, **self.wanted), http=LocalHttp({}), files=Shelf(), log=self.notes,
        )  # fmt: skip

    async def start(self) -> None:
        await self.centre.start()
        self.context = self._context(self.centre.port)

    async def stop(self) -> None:
        await self.hang_up()
        await self.channel.disconnect(self.context)
        await self.centre.stop()

    async def listen(self) -> None:
        """Open the line and take what comes, as the supervisor does: stored first, then asked for more."""
        poller = await self.channel.open_poller(self.context)
        poller._clock = self.clock  # noqa: SLF001 - the hands of the clock are the test's
        self.pollers.append(poller)
        self.tasks.append(asyncio.create_task(self._take(poller.batches(dict(self.cursor)))))

    async def hang_up(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        for poller in self.pollers:
            await poller.close()
        self.tasks, self.pollers = [], []

    async def _take(self, batches: AsyncIterator[PollBatch]) -> None:
        async for batch in batches:
            if not self.stores:
                raise ConnectionError("the database is away")
            for call in batch.calls:
                self.happened += self.channel.parse(call, self.context.settings)
            self.cursor = dict(batch.cursor)

    def messages(self) -> list[MessageReceived]:
        """Return what was written to us."""
        return [one for one in self.happened if isinstance(one, MessageReceived)]

    def message(self, text: str, **fields: Loose) -> OutboundMessage:
        return OutboundMessage(message_id=11, conversation_id=1, recipient=PERSON, text=text, **fields)

    async def send(self, text: str, **fields: Loose) -> list[SendResult]:
        parts = self.channel.render(self.message(text, **fields), self.context.settings)
        return [await self.channel.send(part, self.context) for part in parts]


async def until(condition: Any, patience_s: float = 2.0) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(patience_s):
        while not condition():  # noqa: ASYNC110 - what is asked about is not ours
            await asyncio.sleep(0.005)
