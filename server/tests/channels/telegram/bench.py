"""A Telegram inbox on a fake Bot API, a person who writes to it, and a judge over every request."""

import asyncio
import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.fakes import AsgiFake, FakeAnswer, FakeRequest, LocalHttp
from otklik.channelkit.inbound import Happening, HookCall
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, SendResult
from otklik.channels.telegram import TelegramChannel
from otklik.channels.telegram.fake import FakeTelegram
from otklik.kit.errors import NotFound
from tests.peers.telegram.judge import judge_call

Loose = Any
"""Anything: tests are free with what they pass on."""

FIXTURES = Path(__file__).with_name("fixtures")
TOKEN = "7123456789:AAE-secret_half_of_the_token_0123456"
SECRET = "hook-secret_1"
HOOK = "https://desk.example/hooks/abc"
BASE = "https://api.telegram.org"
BOT = "shop_bot"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def fixture_names() -> list[str]:
    """Name every update we keep."""
    return sorted(path.stem for path in FIXTURES.glob("*.json"))


def read_fixture(name: str) -> bytes:
    """Return one update as it comes."""
    return (FIXTURES / f"{name}.json").read_bytes()


def call_of(name: str) -> HookCall:
    """Return a kept update as a genuine delivery."""
    return HookCall(body=read_fixture(name), headers={"x-telegram-bot-api-secret-token": SECRET})


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
    """Our own server as Telegram sees it: takes deliveries, or refuses them as told."""

    def __init__(self) -> None:
        self.calls: list[HookCall] = []
        self.refusals: list[FakeAnswer] = []

    async def respond(self, request: FakeRequest) -> FakeAnswer:
        if self.refusals:
            return self.refusals.pop(0)
        self.calls.append(HookCall(body=request.body, headers=request.headers))
        return FakeAnswer(body=b"ok")

    def kinds(self) -> list[str]:
        """Name the kinds of the updates, in order of arrival."""
        return [next(key for key in msgspec.json.decode(call.body) if key != "update_id") for call in self.calls]


class Bench:
    """Everything a test of the channel needs; nothing leaves the process."""

    def __init__(self, **settings: Loose) -> None:
        self.hooks = Hooks()
        self.http = LocalHttp({"desk.example": self.hooks}, patience_s=0.05)
        self.pauses: list[float] = []
        self.fake = FakeTelegram(self.http, sleep=self._sleep, control_key="key")
        self.http.mount("api.telegram.org", self.fake)
        self.player = self.fake.player
        self.token = self.player.create_bot("Магазин", BOT, TOKEN)
        self.person = self.player.create_person("Вера", username="vera", phone="+79161234567")
        self.notes = Notes()
        self.shelf = Shelf()
        self.channel = TelegramChannel()
        self.context = ChannelContext(
            inbox_id=1, settings={"token": TOKEN, "transport": "webhook", "base_url": BASE, **settings},
            http=self.http, files=self.shelf, log=self.notes, hook_url=HOOK, hook_secret=SECRET,
        )  # fmt: skip

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)

    def message(self, **fields: Loose) -> OutboundMessage:
        """Make a message to the person."""
        return OutboundMessage(message_id=1, conversation_id=1, recipient=str(self.person), **fields)

    def file(
        self, kind: Kind = Kind.IMAGE, mime: str = "image/png", key: str = "pixel", **fields: Loose
    ) -> OutboundFile:
        """Make a stored file."""
        return OutboundFile(key=key, kind=kind, name="pixel.png", mime=mime, size=len(PIXEL), **fields)

    async def send(self, **fields: Loose) -> list[SendResult]:
        """Render and send a message to the person."""
        parts = self.channel.render(self.message(**fields), self.context.settings)
        return [await self.channel.send(part, self.context) for part in parts]

    def seen(self) -> list[Mapping[str, Any]]:
        """Return our messages as the person sees them."""
        messages = self.player.view(BOT, self.person)["messages"]
        return [message for message in messages if not message["mine"]]

    async def arrived(self) -> list[Happening]:
        """Verify and parse everything that Telegram delivered to our hook."""
        await self.fake.settle()
        found: list[Happening] = []
        for call in self.hooks.calls:
            self.channel.verify(call, self.context.settings, SECRET)
            found += self.channel.parse(call, self.context.settings)
        return found

    def faults(self) -> list[str]:
        """Let the schema judge every request that reached the fake."""
        return [
            fault for call in self.fake.received for fault in judge_call(call.method, call.params, call.files.keys())
        ]
