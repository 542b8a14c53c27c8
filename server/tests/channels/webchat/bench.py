"""A website chat with a visitor's room that can be asked what it was offered, and can be made to fail."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.inbound import HookCall
from otklik.channelkit.outbound import OutboundFile
from otklik.channelkit.specimen import Trouble
from otklik.channels.webchat import WebchatChannel, payloads
from otklik.channels.webchat.inbound import make_call
from otklik.kit.errors import Forbidden, NotFound, OtklikError, RateLimited, Unavailable
from otklik.kit.http import HttpAnswer, HttpRequest, HttpTrouble

SECRET = "hook-secret-of-the-chat"
VISITOR = "v1s1t0r"
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
SETTINGS: dict[str, Any] = {"origins": ["https://shop.example"], "colour": "#4a4fe0"}
CLIENT_ID = "0193b2a0-0000-7000-8000-000000000001"
PERSON = payloads.Person(id=VISITOR, name="Вера", email="vera@example.test", language="ru")


class Offered:
    """The visitor's side."""

    def __init__(self) -> None:
        self.parts: list[tuple[Mapping[str, Any], int]] = []
        self.texts_by_id: dict[str, str] = {}
        self.typing = False
        self.trouble: Exception | None = None

    def play(self, trouble: Trouble) -> None:
        """Meet this trouble from now on."""
        self.trouble = {
            Trouble.THROTTLED: RateLimited("slowly", retry_after=3),
            Trouble.REVOKED: Forbidden("closed"),
            Trouble.SILENT: TimeoutError(),
            Trouble.UNPLUGGED: Unavailable("away"),
            Trouble.BLOCKED: NotFound("gone"),
        }[trouble]

    def texts(self) -> list[str]:
        """The texts the visitor sees."""
        return [text for text in self.texts_by_id.values() if text]

    def files(self) -> int:
        """How many files the visitor sees."""
        return sum(files for _, files in self.parts)

    def buttons(self) -> list[str]:
        """The titles of the buttons."""
        return [title for payload, _ in self.parts for row in payload["buttons"] for title in row]

    def sees_typing(self) -> bool:
        """Whether somebody types."""
        return self.typing

    async def offer(self, inbox_id: int, payload: Mapping[str, Any], files: Mapping[str, OutboundFile]) -> None:
        """Take an offer; the same id is the same offer."""
        self._check()
        self.parts.append((payload, len(files)))
        self.texts_by_id[payload["id"]] = payload["text"]

    async def change(self, inbox_id: int, external_id: str, text: str) -> None:
        """Change an offer."""
        self._check()
        self.texts_by_id[external_id] = text

    async def withdraw(self, inbox_id: int, external_id: str) -> None:
        """Take an offer back."""
        self._check()
        self.texts_by_id.pop(external_id, None)

    async def tell_typing(self, inbox_id: int, visitor_id: str) -> None:
        """See somebody type."""
        self._check()
        self.typing = True

    def _check(self) -> None:
        if isinstance(self.trouble, OtklikError | TimeoutError):
            raise self.trouble


class NoHttp:
    """Refuses every call."""

    async def request(self, request: HttpRequest) -> HttpAnswer:
        """There is no network."""
        raise HttpTrouble("no network", sent=False)


class Store:
    """Holds one file."""

    async def read(self, file: OutboundFile) -> bytes:
        """Return its bytes."""
        if file.key != "a-key":
            raise NotFound("gone")
        return b"bytes"


class Notes:
    """The exchange log."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def note(self, summary: str, *, ok: bool, detail: str = "") -> None:
        """Remember a line."""
        self.lines.append(f"{summary} {ok} {detail}")


class Bench:
    """A channel, its context, and the visitor's side."""

    def __init__(self) -> None:
        self.offered = Offered()
        self.channel = WebchatChannel(self.offered.tell_typing, self.offered)
        self.notes = Notes()
        self.context = ChannelContext(
            inbox_id=1, settings=SETTINGS, http=NoHttp(), files=Store(), log=self.notes, hook_secret=SECRET
        )


def file() -> OutboundFile:
    """A stored picture."""
    return OutboundFile(key="a-key", kind=Kind.IMAGE, name="p.png", mime="image/png", size=5)


def call(post: payloads.Post) -> HookCall:
    """A genuine post."""
    return make_call(post, SECRET)


def message(**more: Any) -> payloads.Message:
    """A visitor's message."""
    return payloads.Message(**{"person": PERSON, "at": AT, "client_id": CLIENT_ID, "text": "Где мой заказ?", **more})


POSTS: dict[str, payloads.Post] = {
    "text": message(),
    "image": message(
        client_id="0193b2a0-0000-7000-8000-000000000002", text="",
        files=(payloads.File(key="a-key", kind="image", name="p.png", mime="image/png", size=5),),
    ),
    "reply": message(client_id="0193b2a0-0000-7000-8000-000000000003", reply_to="desk/7"),
    "edited": payloads.Edit(person=PERSON, at=AT, message_id=f"{VISITOR}/{CLIENT_ID}", text="исправлено"),
    "deleted": payloads.Delete(person=PERSON, at=AT, message_id=f"{VISITOR}/{CLIENT_ID}"),
    "button": payloads.Press(
        person=PERSON, at=AT, client_id="0193b2a0-0000-7000-8000-000000000004", message_id="desk/7", payload="yes"
    ),
    "start": message(
        client_id="0193b2a0-0000-7000-8000-000000000005",
        entry=payloads.From(kind="utm", ref="newsletter", data={"url": "https://shop.example/"}),
    ),
    "delivered": payloads.Report(person=PERSON, at=AT, status="delivered", until=AT),
    "read": payloads.Report(person=PERSON, at=AT, status="read", until=AT),
}  # fmt: skip
