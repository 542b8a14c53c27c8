"""A page's inbox on a fake Messenger, and a person who writes to it."""

import asyncio
import base64
from collections.abc import Mapping
from typing import Any

import msgspec

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.fakes import AsgiFake, FakeAnswer, FakeRequest, LocalHttp
from otklik.channelkit.inbound import Happening, HookCall
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, SendResult
from otklik.channels.messenger import MessengerChannel
from otklik.channels.messenger.fake import FakeMessenger
from otklik.kit.errors import NotFound
from tests.channels.messenger.wire import Loose

SECRET = "hook-secret_1-with-enough-letters"
HOOK = "https://desk.example/hooks/abc"
BASE = "https://graph.facebook.com"
BOT = "shop"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class Notes:
    """An exchange log that remembers."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def note(self, summary: str, *, ok: bool, detail: str = "") -> None:
        self.lines.append(f"{summary} {'ok' if ok else 'failed'} {detail}")


class Shelf:
    """Stored files in memory."""

    def __init__(self) -> None:
        self.files = {"pixel": PIXEL}
        self.reads: list[str] = []

    async def read(self, file: OutboundFile) -> bytes:
        self.reads.append(file.key)
        if file.key not in self.files:
            raise NotFound(file.key)
        return self.files[file.key]


class Hooks(AsgiFake):
    """Our own server as Messenger sees it: verifies, answers as the channel says, or refuses as told."""

    def __init__(self, bench: "Bench") -> None:
        self._bench = bench
        self.calls: list[HookCall] = []
        self.tried: list[HookCall] = []
        self.refusals: list[FakeAnswer] = []

    async def respond(self, request: FakeRequest) -> FakeAnswer:
        if self.refusals:
            return self.refusals.pop(0)
        bench = self._bench
        call = HookCall(body=request.body, headers=request.headers, method=request.method, query=request.query)
        bench.channel.verify(call, bench.context.settings, SECRET)
        answer = bench.channel.answer(call, bench.context.settings, SECRET)
        (self.tried if request.method == "GET" else self.calls).append(call)
        return FakeAnswer(status=answer.status, body=answer.body) if answer else FakeAnswer()


class Bench:
    """Everything a test of the channel needs; nothing leaves the process."""

    def __init__(self, patience_s: float = 0.05, **settings: Loose) -> None:
        self.hooks = Hooks(self)
        self.http = LocalHttp({"desk.example": self.hooks}, patience_s=patience_s)
        self.pauses: list[float] = []
        self.fake = FakeMessenger(self.http, sleep=self._sleep, control_key="key")
        self.http.mount("graph.facebook.com", self.fake)
        self.player = self.fake.player
        given = self.player.open_account("Магазин", BOT)
        self.account = self.player.account(BOT)
        self.person = self.player.create_person("Вера Иванова", username="vera")
        self.ref = self.player.person(self.person).ref
        self.notes = Notes()
        self.shelf = Shelf()
        self.channel = MessengerChannel()
        self.context = ChannelContext(
            inbox_id=1, settings={**given, "base_url": BASE, **settings}, http=self.http, files=self.shelf,
            log=self.notes, hook_url=HOOK, hook_secret=SECRET,
        )  # fmt: skip

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)

    def message(self, **fields: Loose) -> OutboundMessage:
        """Make a message to the person."""
        return OutboundMessage(**{"message_id": 1, "conversation_id": 1, "recipient": self.ref, **fields})

    def file(
        self, kind: Kind = Kind.IMAGE, mime: str = "image/png", key: str = "pixel", **fields: Loose
    ) -> OutboundFile:
        """Make a stored file."""
        return OutboundFile(**{"key": key, "kind": kind, "name": "pixel.png", "mime": mime, "size": 68, **fields})

    async def send(self, **fields: Loose) -> list[SendResult]:
        """Render and send a message to the person."""
        parts = self.channel.render(self.message(**fields), self.context.settings)
        return [await self.channel.send(part, self.context) for part in parts]

    def view(self) -> Mapping[str, Any]:
        """Return the chat as the person sees it."""
        return self.player.view(BOT, self.person)

    def seen(self) -> list[Mapping[str, Any]]:
        """Return our messages as the person sees them."""
        return [message for message in self.view()["messages"] if not message["mine"]]

    async def arrived(self) -> list[Happening]:
        """Verify and parse everything that Messenger delivered to our hook."""
        await self.fake.settle()
        found: list[Happening] = []
        for call in self.hooks.calls:
            self.channel.verify(call, self.context.settings, SECRET)
            found += self.channel.parse(call, self.context.settings)
        return found

    def with_settings(self, **settings: Loose) -> ChannelContext:
        """Change settings of the inbox."""
        self.context = msgspec.structs.replace(self.context, settings={**self.context.settings, **settings})
        return self.context

    def made(self) -> list[str]:
        """Name the calls that reached Messenger."""
        return [one.call for one in self.fake.received]
