"""A channel of our own for tests: plain JSON in, a list of what was sent out. Honest, with every fault on request."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hmac import compare_digest
from typing import Any

import msgspec

from otklik.channelkit.capabilities import Capabilities, Kind
from otklik.channelkit.channel import ChannelContext, Check, ConnectReport, FetchedFile, Settings
from otklik.channelkit.content import Attachment, Content
from otklik.channelkit.errors import BadSignature, CannotFetch, UnknownShape
from otklik.channelkit.inbound import (
    AccountNoted,
    ButtonPressed,
    ChatStarted,
    ConsentChanged,
    DeliveryReported,
    DeliveryStatus,
    Happening,
    HookCall,
    IdentityChanged,
    MessageDeleted,
    MessageEchoed,
    MessageEdited,
    MessageReceived,
    Quoted,
    ReachChanged,
    Sender,
    Severity,
)
from otklik.channelkit.manifest import ConfigField, Face, FieldKind, Grade, Manifest, Transport, Words
from otklik.channelkit.outbound import OutboundMessage, Part, SendError, SendErrorKind, SendResult, Sent

START = datetime(2026, 11, 22, 10, tzinfo=UTC)


class Loopback:
    """Reads `{"events": [...]}`; each event is a message, edit, delete, report, press, start or block."""

    manifest = Manifest(
        slug="loopback",
        face=Face(name=Words("Петля", "Loopback")),
        transports=(Transport.WEBHOOK,),
        capabilities=Capabilities(
            text_max=100, kinds_in=tuple(Kind), kinds_out=(Kind.TEXT, Kind.IMAGE, Kind.DOCUMENT), file_max_bytes=10**6,
            reply_to=True, edit_in=True, delete_in=True, rate_per_second=1000, rate_per_chat=1000, rate_chat_burst=1000,
            opens_conversation=True, buttons_max=10,
        ),
        fields=(ConfigField(name="token", kind=FieldKind.SECRET, label=Words("Токен", "Token"), required=True),),
        grade=Grade.BRONZE,
        exempt={},
    )  # fmt: skip

    def __init__(self) -> None:
        self.sent: list[Part] = []
        self.answers: list[SendResult | Exception] = []
        self.files: dict[str, bytes] = {}

    def validate(self, settings: Settings) -> None:
        """Anything goes."""

    def verify(self, call: HookCall, settings: Settings, hook_secret: str) -> None:
        """A header must equal the secret."""
        if not compare_digest(call.headers.get("x-secret", "").encode(), hook_secret.encode()):
            raise BadSignature("wrong secret")

    def parse(self, call: HookCall, settings: Settings) -> Sequence[Happening]:
        """Read every event; `poison` raises."""
        try:
            events = msgspec.json.decode(call.body)["events"]
        except (msgspec.DecodeError, TypeError, KeyError) as error:
            raise UnknownShape("not the shape of this channel") from error
        return [_read(event) for event in events]

    def render(self, message: OutboundMessage, settings: Settings) -> Sequence[Part]:
        """One part per hundred characters."""
        pieces = [message.text[at : at + 100] for at in range(0, len(message.text), 100)] or [""]
        return [
            Part(action="send", payload={"to": message.recipient, "text": text, "id": message.message_id})
            for text in pieces
        ]

    async def send(self, part: Part, context: ChannelContext) -> SendResult:
        """Answer what the test laid ready, else accept."""
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, SendError):
            if answer.kind is SendErrorKind.UNCERTAIN:
                self.sent.append(part)
            return answer
        self.sent.append(part)
        return answer or Sent(external_id=f"out-{len(self.sent)}")

    async def test(self, context: ChannelContext) -> ConnectReport:
        """Fine."""
        return ConnectReport(checks=(Check("reachable", ok=True, detail=Words("ок", "ok")),))

    async def connect(self, context: ChannelContext) -> ConnectReport:
        """Fine."""
        return await self.test(context)

    async def disconnect(self, context: ChannelContext) -> None:
        """Nothing to undo."""

    async def fetch_file(self, attachment: Attachment, context: ChannelContext) -> FetchedFile:
        """Give the bytes the test laid ready."""
        if attachment.ref not in self.files:
            raise CannotFetch("too_large: open it in the messenger")
        return FetchedFile(data=self.files[attachment.ref])


def _read(event: Mapping[str, Any]) -> Happening:
    kind = event["kind"]
    sender = Sender(external_id=event.get("from", "77"), name=event.get("name", "Вера"))
    at = START
    message_id = event.get("id", "")
    key = event.get("key", f"{kind}:{message_id}")
    match kind:
        case "message":
            quoted = Quoted(event["reply_to"]) if "reply_to" in event else None
            attachments = tuple(Attachment(kind=Kind.IMAGE, ref=ref) for ref in event.get("files", ()))
            content = Content(
                kind=Kind.IMAGE if attachments else Kind.TEXT, text=event.get("text", ""), attachments=attachments
            )
            return MessageReceived(
                key=key, sender=sender, message_id=message_id, content=content, sent_at=at, quoted=quoted
            )
        case "edit":
            content = Content(text=event["text"])
            return MessageEdited(key=key, sender=sender, message_id=message_id, content=content, edited_at=at)
        case "delete":
            return MessageDeleted(key=key, sender=sender, message_id=message_id, deleted_at=at)
        case "report":
            status = DeliveryStatus(event["status"])
            return DeliveryReported(
                key=f"{key}:{status}", message_id=message_id, status=status, at=at, tag=event.get("tag", ""),
                sender=sender if "others" in event else None, other_ids=tuple(event.get("others", ())),
            )  # fmt: skip
        case "press":
            return ButtonPressed(key=key, sender=sender, message_id=message_id, payload=event["payload"], pressed_at=at)
        case "start":
            return ChatStarted(key=key, sender=sender, at=at)
        case "block":
            return ReachChanged(key=key, sender=sender, reachable=False, at=at, reason="blocked")
        case _:
            return _read_news(event, sender, key)


def _read_news(event: Mapping[str, Any], sender: Sender, key: str) -> Happening:
    """Read what providers tell beside the customer's acts."""
    match event["kind"]:
        case "echo":
            attachments = tuple(Attachment(kind=Kind.IMAGE, ref=ref) for ref in event.get("files", ()))
            content = Content(text=event.get("text", ""), attachments=attachments)
            return MessageEchoed(
                key=key, sender=sender, message_id=event["id"], content=content, sent_at=START,
                author_name=event.get("author", ""),
            )  # fmt: skip
        case "moved":
            return IdentityChanged(key=key, sender=sender, previous=event["previous"], at=START)
        case "consent":
            return ConsentChanged(key=key, sender=sender, given=event["given"], at=START)
        case "account":
            return AccountNoted(key=key, code=event["code"], detail="", at=START, severity=Severity(event["severity"]))
        case kind:
            raise RuntimeError(kind)
