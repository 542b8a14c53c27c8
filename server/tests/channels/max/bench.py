"""A MAX inbox on a fake MAX, a person who writes to it, and a judge over every request."""

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
from otklik.channels.max import MaxChannel
from otklik.channels.max.fake import FakeMax
from otklik.channels.max.fake.shapes import dialog_of
from otklik.kit.errors import NotFound
from tests.peers.max.judge import judge_request

SECRET = "hook-secret_1"
HOOK = "https://desk.example/hooks/abc"
BASE = "https://platform-api2.max.ru"
BOT = "shop_bot"
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

    async def read(self, file: OutboundFile) -> bytes:
        if file.key not in self.files:
            raise NotFound(file.key)
        return self.files[file.key]


class Hooks(AsgiFake):
    """Our own server as MAX sees it: takes deliveries, or refuses them as told."""

    def __init__(self) -> None:
        self.calls: list[HookCall] = []
        self.refusals: list[FakeAnswer] = []

    async def respond(self, request: FakeRequest) -> FakeAnswer:
        if self.refusals:
            return self.refusals.pop(0)
        self.calls.append(HookCall(body=request.body, headers=request.headers))
        return FakeAnswer(body=b"ok")


class Bench:
    """Everything a test of the channel needs; nothing leaves the process."""

    def __init__(self, **settings: Any) -> None:
        self.hooks = Hooks()
        self.http = LocalHttp({"desk.example": self.hooks}, patience_s=0.05)
        self.pauses: list[float] = []
        self.fake = FakeMax(self.http, sleep=self._sleep, control_key="key")
        self.http.mount("platform-api2.max.ru", self.fake)
        self.player = self.fake.player
        self.token: str = self.player.open_account("Магазин", BOT)["token"]
        self.person = self.player.create_person("Вера", username="vera", phone="+79161234567")
        self.recipient = str(dialog_of(self.player.account(BOT), self.person))
        self.notes = Notes()
        self.shelf = Shelf()
        self.channel = MaxChannel(self._sleep)
        self.context = ChannelContext(
            inbox_id=1, settings={"token": self.token, "transport": "webhook", "base_url": BASE, **settings},
            http=self.http, files=self.shelf, log=self.notes, hook_url=HOOK, hook_secret=SECRET,
        )  # fmt: skip

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)

    def polling(self) -> ChannelContext:
        """Return the same inbox as one that asks."""
        return msgspec.structs.replace(self.context, settings={**self.context.settings, "transport": "polling"})

    def message(self, **fields: Any) -> OutboundMessage:
        """Make a message to the person."""
        return OutboundMessage(message_id=1, conversation_id=1, recipient=self.recipient, **fields)

    def file(self, kind: Kind = Kind.IMAGE, mime: str = "image/png", key: str = "pixel", **fields: Any) -> OutboundFile:
        """Make a stored file."""
        return OutboundFile(**{
            "key": key, "kind": kind, "name": "pixel.png", "mime": mime, "size": len(PIXEL), **fields
        })  # fmt: skip

    async def send(self, **fields: Any) -> list[SendResult]:
        """Render and send a message to the person."""
        parts = self.channel.render(self.message(**fields), self.context.settings)
        return [await self.channel.send(part, self.context) for part in parts]

    def seen(self) -> list[Mapping[str, Any]]:
        """Return our messages as the person sees them."""
        messages = self.player.view(BOT, self.person)["messages"]
        return [message for message in messages if not message["mine"]]

    async def arrived(self) -> list[Happening]:
        """Verify and parse everything that MAX delivered to our hook."""
        await self.fake.settle()
        found: list[Happening] = []
        for call in self.hooks.calls:
            self.channel.verify(call, self.context.settings, SECRET)
            found += self.channel.parse(call, self.context.settings)
        return found

    def faults(self) -> list[str]:
        """Let the schema judge every request that reached the fake."""
        return [fault for call in self.fake.received for fault in judge_request(call.request)]
