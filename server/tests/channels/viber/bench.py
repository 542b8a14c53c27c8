"""A bot's inbox on a fake Viber, and a person who writes to it."""

import asyncio
import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.fakes import AsgiFake, FakeAnswer, FakeRequest, LocalHttp
from otklik.channelkit.inbound import Happening, HookCall
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, SendResult
from otklik.channels.viber import ViberChannel
from otklik.channels.viber.fake import FakeViber
from otklik.channels.viber.fake.app import sign
from otklik.kit.errors import NotFound

Loose = Any
"""Anything: tests are free with what they pass on."""

FIXTURES = Path(__file__).with_name("fixtures")
TOKEN = "4dc29c5a9e6b4f3a-secret0half0of0it-5b1e2d3c4f5a6b7c"
SECRET = "hook-secret_1-with-enough-letters"
HOOK = "https://desk.example/hooks/abc"
BASE = "https://chatapi.viber.com/pa"
BOT = "shop"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def fixture_names() -> list[str]:
    """Name every event we keep."""
    return sorted(path.stem for path in FIXTURES.glob("*.json"))


def read_fixture(name: str) -> dict[str, Any]:
    """Return one event as it comes."""
    read: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_bytes())
    return read


def call_of(name: str, token: str = TOKEN) -> HookCall:
    """Return a kept event as a genuine delivery."""
    return signed(msgspec.json.encode(read_fixture(name)), token)


def signed(body: bytes, token: str = TOKEN) -> HookCall:
    """Return a body as a genuine delivery."""
    return HookCall(body=body, headers={"x-viber-content-signature": sign(token, body)})


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
    """Our own server as Viber sees it: verifies, answers as the channel says, gives files, or refuses as told."""

    def __init__(self, bench: "Bench") -> None:
        self._bench = bench
        self.calls: list[HookCall] = []
        self.refusals: list[FakeAnswer] = []

    async def respond(self, request: FakeRequest) -> FakeAnswer:
        if request.method == "GET":
            return FakeAnswer(body=PIXEL, headers={"content-type": "image/png"})
        if self.refusals:
            return self.refusals.pop(0)
        bench = self._bench
        call = HookCall(body=request.body, headers=request.headers)
        bench.channel.verify(call, bench.context.settings, SECRET)
        self.calls.append(call)
        answer = bench.channel.answer(call, bench.context.settings, SECRET)
        return FakeAnswer(body=answer.body if answer else b"")

    def kinds(self) -> list[str]:
        """Name the kinds of the events, in order of arrival."""
        return [msgspec.json.decode(call.body)["event"] for call in self.calls]


class Bench:
    """Everything a test of the channel needs; nothing leaves the process."""

    def __init__(self, patience_s: float = 0.05, **settings: Loose) -> None:
        self.hooks = Hooks(self)
        self.http = LocalHttp({"desk.example": self.hooks}, patience_s=patience_s)
        self.pauses: list[float] = []
        self.fake = FakeViber(self.http, sleep=self._sleep, control_key="key")
        self.http.mount("chatapi.viber.com", self.fake)
        self.player = self.fake.player
        self.player.open_account("Магазин", BOT)
        self.account = self.player.account(BOT)
        self.account.token = TOKEN
        self.person = self.player.create_person("Вера Иванова", username="vera", phone="+79161234567")
        self.ref = self.player.person(self.person).ref
        self.notes = Notes()
        self.shelf = Shelf()
        self.channel = ViberChannel()
        self.context = ChannelContext(
            inbox_id=1, settings={"token": TOKEN, "sender_name": "Магазин", "base_url": BASE, **settings},
            http=self.http, files=self.shelf, log=self.notes, hook_url=HOOK, hook_secret=SECRET,
            link_file=lambda file: f"https://desk.example/files/t/{file.name}",
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
        """Verify and parse everything that Viber delivered to our hook."""
        await self.fake.settle()
        found: list[Happening] = []
        for call in self.hooks.calls:
            self.channel.verify(call, self.context.settings, SECRET)
            found += self.channel.parse(call, self.context.settings)
        return found

    def made(self) -> list[str]:
        """Name the calls that reached Viber."""
        return [one.call for one in self.fake.received]
