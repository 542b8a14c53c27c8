"""An inbox of a group on a fake Odnoklassniki, and a person who writes to it."""

import asyncio
import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.fakes import AsgiFake, FakeAnswer, FakeRequest, LocalHttp
from otklik.channelkit.inbound import Happening, HookCall
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, SendResult
from otklik.channels.ok import OkChannel
from otklik.channels.ok.fake import FakeOk
from otklik.channels.ok.fake.app import chat_of
from otklik.kit.errors import NotFound

SECRET = "hook-secret_1"
HOOK = "https://desk.example/hooks/abc"
GROUP = "shop"
T = 1795341600000
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def event(message: Any = None, **fields: Any) -> dict[str, Any]:
    """Compose an event; a field of None is left out."""
    whole = {
        "webhookType": "MESSAGE_CREATED", "sender": {"user_id": "user:42", "name": "Вера"},
        "recipient": {"chat_id": "chat:C3e1"}, "timestamp": T, "message": message, **fields,
    }  # fmt: skip
    return {name: value for name, value in whole.items() if value is not None}


TEXT = event({"mid": "mid:C3e1.1", "seq": 1, "text": "Здравствуйте"})


def call_of(value: Any, query: str = f"key={SECRET}") -> HookCall:
    """Return an event as a genuine delivery."""
    return HookCall(body=json.dumps(value).encode(), query=query)


class Notes:
    """An exchange log that remembers."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def note(self, summary: str, *, ok: bool, detail: str = "") -> None:
        self.lines.append(f"{summary} {'ok' if ok else 'failed'} {detail}")


class Shelf:
    """Stored files in memory."""

    async def read(self, file: OutboundFile) -> bytes:
        if file.key != "pixel":
            raise NotFound(file.key)
        return PIXEL


class Hooks(AsgiFake):
    """Our own server as the provider sees it."""

    def __init__(self) -> None:
        self.calls: list[HookCall] = []

    async def respond(self, request: FakeRequest) -> FakeAnswer:
        self.calls.append(HookCall(body=request.body, headers=request.headers, query=request.query))
        return FakeAnswer(body=b"ok")


class Bench:
    """Everything a test of the channel needs; nothing leaves the process."""

    def __init__(self) -> None:
        self.hooks = Hooks()
        self.http = LocalHttp({"desk.example": self.hooks}, patience_s=0.05)
        self.pauses: list[float] = []
        self.fake = FakeOk(self.http, sleep=self._sleep, control_key="key")
        self.http.mount("api.ok.ru", self.fake)
        self.player = self.fake.player
        self.token: str = self.player.open_account("Магазин", GROUP)["token"]
        self.person = self.player.create_person("Вера")
        self.player.start(GROUP, self.person)
        account = self.player.account(GROUP)
        self.recipient = chat_of(account, account.chats[str(self.person)])
        self.notes = Notes()
        self.channel = OkChannel(self._sleep)
        self.context = ChannelContext(
            inbox_id=1, settings={"token": self.token}, http=self.http, files=Shelf(), log=self.notes, hook_url=HOOK,
            hook_secret=SECRET,
        )  # fmt: skip

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)

    def message(self, **fields: Any) -> OutboundMessage:
        """Make a message to the person."""
        return OutboundMessage(**{"message_id": 1, "conversation_id": 1, "recipient": self.recipient, **fields})

    def file(self, kind: Kind = Kind.IMAGE, mime: str = "image/png", **fields: Any) -> OutboundFile:
        """Make a stored file."""
        return OutboundFile(**{
            "key": "pixel", "kind": kind, "name": "pixel.png", "mime": mime, "size": len(PIXEL), **fields
        })  # fmt: skip

    async def send(self, **fields: Any) -> list[SendResult]:
        """Render and send a message to the person."""
        parts = self.channel.render(self.message(**fields), self.context.settings)
        return [await self.channel.send(part, self.context) for part in parts]

    def seen(self) -> list[Mapping[str, Any]]:
        """Return our messages as the person sees them."""
        return [one for one in self.player.view(GROUP, self.person)["messages"] if not one["mine"]]

    async def arrived(self) -> list[Happening]:
        """Verify and parse everything that was delivered to our hook."""
        await self.fake.settle()
        found: list[Happening] = []
        for call in self.hooks.calls:
            self.channel.verify(call, self.context.settings, SECRET)
            found += self.channel.parse(call, self.context.settings)
        return found

    def token_leaks(self) -> list[str]:
        """Name requests for bytes that carry the token: it is for the API only."""
        return [
            request.url for request in self.http.seen
            if self.token.partition(":")[0] in request.url and not urlsplit(request.url).path.startswith("/graph/")
        ]  # fmt: skip
