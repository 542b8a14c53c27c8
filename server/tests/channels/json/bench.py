"""An inbox of the JSON channel, and the messenger at its other side."""

import base64
import time
from datetime import UTC, datetime
from typing import Any

import msgspec

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.fakes import LocalHttp
from otklik.channelkit.inbound import HookCall
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, SendResult
from otklik.channels.json import JsonChannel
from otklik.channels.json.fake import FakeMessenger
from otklik.channels.json.settings import EVERYTHING
from otklik.channels.json.signatures import sign
from otklik.kit.errors import NotFound

Loose = Any

SECRET = "a-shared-secret-of-some-length"
HOST = "messenger.example"
URL = f"https://{HOST}/otklik"
PERSON = "77"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
AT = "2026-11-22T10:00:00Z"
MESSAGE: dict[str, Loose] = {
    "event": "message", "id": "e1", "at": AT, "user": {"id": PERSON, "name": "Вера Иванова", "username": "vera"},
    "message": {"id": "in-1", "text": "Где мой заказ?"},
}  # fmt: skip


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


def settings_of(**changed: Loose) -> dict[str, Loose]:
    """Return settings of an inbox whose other side can do everything."""
    return {**EVERYTHING, "url": URL, "secret": SECRET, "scheme": "standard_webhooks", **changed}


def call_of(event: Loose, settings: dict[str, Loose] | None = None, at: float | None = None) -> HookCall:
    """Return an event as the other side would send it."""
    known = settings or settings_of()
    body = event if isinstance(event, bytes) else msgspec.json.encode(event)
    moment = int(time.time() if at is None else at)
    headers = sign(known["scheme"], known["secret"], body, delivery="msg_1", at=moment)
    return HookCall(body=body, headers=headers, received_at=datetime.fromtimestamp(moment, UTC))


class Bench:
    """Everything a test of the channel needs; nothing leaves the process."""

    def __init__(self, **changed: Loose) -> None:
        self.settings = settings_of(**changed)
        self.fake = FakeMessenger(SECRET, self.settings["scheme"])
        self.http = LocalHttp({HOST: self.fake}, patience_s=0.05)
        self.notes = Notes()
        self.channel = JsonChannel()
        self.context = ChannelContext(
            inbox_id=1, settings=self.settings, http=self.http, files=Shelf(), log=self.notes,
            hook_url="https://desk.example/hooks/abc", hook_secret="unused",
        )  # fmt: skip

    def message(self, **fields: Loose) -> OutboundMessage:
        return OutboundMessage(message_id=5, conversation_id=1, recipient=PERSON, **fields)

    def file(self, key: str = "pixel") -> OutboundFile:
        return OutboundFile(key=key, kind=Kind.IMAGE, name="pixel.png", mime="image/png", size=len(PIXEL))

    async def send(self, **fields: Loose) -> list[SendResult]:
        parts = self.channel.render(self.message(**fields), self.settings)
        return [await self.channel.send(part, self.context) for part in parts]

    def sent(self) -> Loose:
        """Return the last body that reached the other side."""
        return msgspec.json.decode(self.fake.received[-1].body)
