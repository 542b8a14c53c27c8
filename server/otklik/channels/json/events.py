"""One event of the other side, read by the rules into what happened. Pure, and never raises anything but Unread."""

import base64
import binascii
import hashlib
import math
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Attachment, Content, Location
from otklik.channelkit.inbound import (
    ButtonPressed,
    ChatStarted,
    DeliveryReported,
    DeliveryStatus,
    Entry,
    Happening,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    Proof,
    Quoted,
    ReachChanged,
    ReactionChanged,
    Sender,
    TypingShown,
)
from otklik.channelkit.manifest import Words
from otklik.channels.json.mapping import IGNORE
from otklik.channels.json.paths import write_value
from otklik.channels.json.settings import FILES, Rules
from otklik.kit.text import clean_name, clean_text

FILES_MAX = 20
ID_MAX = 200
_TEXT_MAX = 100_000
_URL_MAX = 2000
_EMOJIS_MAX = 20
_GLOBE = (("latitude", 90.0), ("longitude", 180.0))
_SECONDS_MAX, _MILLISECONDS_MAX = 1e11, 1e14
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_FUTURE = timedelta(days=1)
_BY_MIME = (("image/", Kind.IMAGE), ("video/", Kind.VIDEO), ("audio/", Kind.AUDIO))
_REPORTS = {"delivered": DeliveryStatus.DELIVERED, "read": DeliveryStatus.READ, "failed": DeliveryStatus.FAILED}


class Unread(Exception):
    """The event cannot be read: which of our fields is missing, and where it was looked for."""

    def __init__(self, field: str, words: Words) -> None:
        super().__init__(f"{field}: {words.en}")
        self.field = field
        self.words = words


class Around(Struct, frozen=True):
    """What is known of an event beside its own words: when its delivery came, and what tells it from all others."""

    received_at: datetime
    place: str


class Reader:
    """Looks our fields up in one event."""

    def __init__(self, raw: object, rules: Rules, around: Around) -> None:
        self.raw = raw
        self.rules = rules
        self.around = around

    def find(self, field: str, raw: object = None) -> Any:  # noqa: ANN401 - whatever stands there
        """Return the value of a field, or None; those of a file are looked up in the file."""
        return self.rules.mapped.fields[field].find(self.raw if raw is None else raw)

    def name(self, field: str, limit: int = ID_MAX, raw: object = None) -> str:
        """Return a field as a short text."""
        return clean_name(write_value(self.find(field, raw)), limit)

    def demand(self, field: str) -> str:
        """Return a field that must be there; raises Unread."""
        found = self.name(field)
        if not found:
            path = self.rules.mapped.fields[field].source
            ru = f"ничего не найдено по пути «{path}»"
            raise Unread(field, Words(ru, f"nothing is found at {path!r}"))
        return found

    def event(self) -> str:
        """Return our name of the event, `unknown` for a word that nobody explained; raises Unread."""
        word = self.name("event", 100)
        if word:
            return self.rules.names.name_of(word) or "unknown"
        if self.find("message.text") is not None or self.find("message.files") is not None:
            return "message"
        return self.demand("event")

    def digest(self) -> str:
        """Return what tells this event from others that look alike in their ids."""
        raw = msgspec.json.encode(self.raw) + self.around.place.encode("utf-8", "surrogatepass")
        return hashlib.sha256(raw).hexdigest()[:32]

    def key(self, event: str, own: str = "") -> str:
        """Return the key of the fact: the other side's id of the event, or what the fact itself is known by."""
        given = self.name("id")
        return f"{event}#{given}" if given else f"{event}:{own or self.digest()}"

    def at(self) -> datetime:
        """Return when it happened, as far as that can be believed; otherwise when it reached us."""
        found = _read_time(self.find("at"))
        late = self.around.received_at + _FUTURE
        return found if found is not None and _EARLIEST <= found <= late else self.around.received_at

    def sender(self) -> Sender:
        """Return the person; raises Unread."""
        person = Sender(
            external_id=self.demand("user.id"), name=self.name("user.name"), username=self.name("user.username", 64),
            language=self.name("user.language", 16), email=self.name("user.email"), phone=self.name("user.phone", 40),
        )  # fmt: skip
        return msgspec.structs.replace(person, proof=Proof.SELF) if person.email or person.phone else person


def read_event(reader: Reader) -> Happening | None:
    """Read one event; None for one that shall be ignored. Raises Unread."""
    event = reader.event()
    happening: Happening | None = None
    match event:
        case "message":
            happening = _message(reader)
        case "edited" | "deleted" | "reaction" | "button":
            happening = _change(event, reader)
        case "typing":
            on = reader.find("typing") is not False
            happening = TypingShown(key=reader.key("typing"), sender=reader.sender(), on=on)
        case "delivered" | "read" | "failed":
            happening = _report(event, reader)
        case "started" | "blocked" | "unblocked":
            happening = _reach(event, reader)
        case _ if event != IGNORE:
            happening = unsupported(reader)
    return happening


def unsupported(reader: Reader) -> MessageReceived:
    """Show an event that we do not understand: somebody did something, and it must not be lost; raises Unread."""
    word = reader.name("event", 100)
    message_id = reader.name("message.id") or reader.digest()
    return MessageReceived(
        key=reader.key("unsupported", f"{word}:{message_id}"), sender=reader.sender(),
        message_id=f"{word}:{message_id}", content=Content(kind=Kind.UNSUPPORTED, note=word), sent_at=reader.at(),
    )  # fmt: skip


def _message(reader: Reader) -> MessageReceived:
    sender = reader.sender()
    message_id = reader.name("message.id") or reader.name("id") or reader.digest()
    answered = reader.name("message.reply_to")
    return MessageReceived(
        key=reader.key("message", message_id), sender=sender, message_id=message_id, content=_content(reader),
        sent_at=reader.at(), quoted=Quoted(answered) if answered else None, entry=_entry(reader),
    )  # fmt: skip


def _change(event: str, reader: Reader) -> Happening:
    sender, at, key = reader.sender(), reader.at(), reader.key(event)
    message_id = reader.demand("message.id")
    match event:
        case "edited":
            content = _content(reader)
            return MessageEdited(key=key, sender=sender, message_id=message_id, content=content, edited_at=at)
        case "deleted":
            key = reader.key(event, message_id)
            return MessageDeleted(key=key, sender=sender, message_id=message_id, deleted_at=at)
        case "reaction":
            emojis = tuple(_emojis(reader.find("reaction")))
            return ReactionChanged(key=key, sender=sender, message_id=message_id, emojis=emojis)
        case _:
            payload = clean_text(reader.demand("button"), 1000)
            return ButtonPressed(key=key, sender=sender, message_id=message_id, payload=payload, pressed_at=at)


def _report(event: str, reader: Reader) -> DeliveryReported:
    message_id = reader.demand("message.id")
    code, detail = (reader.name("error.code", 100), reader.name("error.detail", 300)) if event == "failed" else ("", "")
    return DeliveryReported(
        key=reader.key(event, message_id), message_id=message_id, status=_REPORTS[event], at=reader.at(),
        code=code, detail=detail,
    )  # fmt: skip


def _reach(event: str, reader: Reader) -> Happening:
    sender, at, key = reader.sender(), reader.at(), reader.key(event)
    if event == "started":
        return ChatStarted(key=key, sender=sender, at=at, entry=_entry(reader))
    reachable = event == "unblocked"
    return ReachChanged(key=key, sender=sender, reachable=reachable, at=at, reason="" if reachable else "blocked")


def _entry(reader: Reader) -> Entry | None:
    ref = reader.name("entry")
    return Entry("start", ref) if ref else None


# Contents -----------------------------------------------------------------------------------------------------


def _content(reader: Reader) -> Content:
    text = clean_text(write_value(reader.find("message.text")), _TEXT_MAX)
    files = tuple(_attachment(reader, raw) for raw in _list(reader.find("message.files"))[:FILES_MAX])
    place = _location(reader)
    if not text and not files and place is None:
        return Content(kind=Kind.UNSUPPORTED, note=reader.name("event", 100))
    kind = Kind.LOCATION if place is not None and not text else files[0].kind if files and not text else Kind.TEXT
    return Content(kind=kind, text=text, attachments=files, location=place)


def _list(value: object) -> list[Any]:
    if value is None or value == "":
        return []
    return [one for one in value if one] if isinstance(value, list) else [value]


def _attachment(reader: Reader, raw: object) -> Attachment:
    """Read a file: an object with our fields, or nothing but its address."""
    if isinstance(raw, str):
        return _fetched(raw, Kind.DOCUMENT, "", "", None)
    mime, name = reader.name("file.type", 100, raw), reader.name("file.name", ID_MAX, raw)
    kind, size = _kind(reader.name("file.kind", 20, raw), mime), _size(reader.find("file.size", raw))
    inline = reader.find("file.data", raw)
    if isinstance(inline, str) and inline:
        try:
            data = base64.b64decode(inline, validate=True)
        except (binascii.Error, ValueError):
            return Attachment(kind=kind, name=name, mime=mime, size=size, reason="the data are not base64")
        return Attachment(kind=kind, data=data, name=name, mime=mime, size=len(data))
    return _fetched(write_value(reader.find("file.url", raw)), kind, name, mime, size)


def _fetched(url: str, kind: Kind, name: str, mime: str, size: int | None) -> Attachment:
    if not url.startswith(("https://", "http://")) or len(url) > _URL_MAX or not url.isprintable():
        return Attachment(kind=kind, name=name, mime=mime, size=size, reason="no address to fetch it from")
    return Attachment(kind=kind, ref=url, name=name, mime=mime, size=size)


def _kind(word: str, mime: str) -> Kind:
    if word in FILES:
        return Kind(word)
    return next((kind for start, kind in _BY_MIME if mime.lower().startswith(start)), Kind.DOCUMENT)


def _size(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53 else None


def _location(reader: Reader) -> Location | None:
    latitude, longitude = (_degrees(reader.find(f"location.{name}"), most) for name, most in _GLOBE)
    if latitude is None or longitude is None:
        return None
    return Location(latitude, longitude, reader.name("location.title"))


def _degrees(value: object, most: float) -> float | None:
    number = _number(value)
    return number if number is not None and abs(number) <= most else None


def _emojis(value: object) -> Iterable[str]:
    found = [clean_name(write_value(one), 20) for one in _list(value)[:_EMOJIS_MAX]]
    return dict.fromkeys(one for one in found if one)


# Times --------------------------------------------------------------------------------------------------------


def _read_time(value: object) -> datetime | None:
    """Read ISO 8601, or seconds, milli- or microseconds since 1970."""
    seconds = _number(value)
    try:
        if seconds is not None:
            scale = 1 if seconds < _SECONDS_MAX else 1e3 if seconds < _MILLISECONDS_MAX else 1e6
            return datetime.fromtimestamp(seconds / scale, UTC)
        if isinstance(value, str):
            moment = datetime.fromisoformat(value.strip())
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return None


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
