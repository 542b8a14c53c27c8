"""The body of a message of MAX in the words of the desk."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Attachment, Card, Content, Location, Mark
from otklik.channelkit.spans import Span, read_spans
from otklik.channels.max.addresses import FileRef, write_ref
from otklik.channels.max.payloads import Attached, Body, CardAttached, CardPayload, Linked, Markup, User, read_if
from otklik.channels.max.vcard import read_vcard
from otklik.kit.text import clean_name, clean_text

_TEXT_MAX = 100_000
_URL_MAX = 2000
_FILES = {
    "image": Kind.IMAGE, "video": Kind.VIDEO, "audio": Kind.VOICE, "file": Kind.DOCUMENT, "sticker": Kind.STICKER,
}  # fmt: skip
_MARK_OF = {
    "strong": "bold", "emphasized": "italic", "underline": "underline", "strikethrough": "strike",
    "monospaced": "code", "link": "link", "quote": "quote", "blockquote": "quote", "heading": "bold",
    "highlighted": "bold",
}  # fmt: skip
_SILENT = frozenset({"inline_keyboard", "reply_keyboard"})
_LATITUDE, _LONGITUDE = 90, 180


class _Found(Struct):
    """What the attachments of one or two bodies turned out to be."""

    files: list[Attachment] = field(default_factory=list)
    location: Location | None = None
    card: Card | None = None
    words: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def read_content(body: Body | None, linked: Linked | None) -> Content:
    """Read a body, with the message it passes on; what we cannot show becomes UNSUPPORTED with the name of its kind."""
    forwarded = linked if linked is not None and linked.type == "forward" else None
    found = _Found()
    text, marks = _read_text(body)
    mid = body.mid if body else ""
    _read_attachments(body, mid, found)
    if forwarded is not None:
        text, marks = _joined((text, marks), _read_text(forwarded.message))
        _read_attachments(forwarded.message, mid, found)
    if not text and found.words:
        text = clean_text("\n".join(found.words))
    files = tuple(found.files)
    return Content(
        kind=_kind(text, found), text=text[:_TEXT_MAX], marks=_within(marks), attachments=files,
        location=found.location, card=found.card, note=clean_name(", ".join(found.unknown), 100),
        forwarded_from=_origin(forwarded),
    )  # fmt: skip


def unsupported(kind: str, text: object) -> Content:
    """Show that something was written that we cannot read, with any words that came along."""
    words = clean_text(text, _TEXT_MAX) if isinstance(text, str) else ""
    return Content(kind=Kind.UNSUPPORTED, text=words, note=clean_name(kind, 100))


def name_of(user: User) -> str:
    """Return how a person is called."""
    full = clean_name(f"{user.first_name or ''} {user.last_name or ''}")
    return full or clean_name(user.name or "")


def phone_of(body: Body | None, sender: User) -> str:
    """Return the number of the sender's own card: their word only, since its proof cannot be checked."""
    for raw in (body.attachments if body else None) or ():
        payload = _card_payload(raw)
        if payload and payload.max_info and payload.max_info.user_id == sender.user_id:
            return read_vcard(payload.vcf_info or "").phone
    return ""


def _kind(text: str, found: _Found) -> Kind:
    if found.card is not None:
        return Kind.CONTACT
    if found.location is not None:
        return Kind.LOCATION
    if found.files:
        return found.files[0].kind
    return Kind.UNSUPPORTED if found.unknown or not text else Kind.TEXT


# Words --------------------------------------------------------------------------------------------------------


def _read_text(body: Body | None) -> tuple[str, tuple[Mark, ...]]:
    if body is None or not body.text:
        return "", ()
    return read_spans(body.text, _spans(body.markup or ()))


def _spans(raw: Sequence[Any]) -> list[Span]:
    found = [one for one in (read_if(element, Markup) for element in raw) if one is not None]
    return [
        Span(_MARK_OF[one.type], one.offset, one.length, one.url or "")
        for one in found
        if one.type in _MARK_OF and (one.type != "link" or one.url)
    ]


def _joined(own: tuple[str, tuple[Mark, ...]], passed: tuple[str, tuple[Mark, ...]]) -> tuple[str, tuple[Mark, ...]]:
    """Put the words of a forwarded message under those written with it."""
    if not own[0]:
        return passed
    if not passed[0]:
        return own
    shift = len(own[0]) + 2
    moved = tuple(Mark(mark.kind, mark.offset + shift, mark.length, mark.url) for mark in passed[1])
    return f"{own[0]}\n\n{passed[0]}", own[1] + moved


def _within(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    return tuple(mark for mark in marks if mark.offset + mark.length <= _TEXT_MAX)


def _origin(forwarded: Linked | None) -> str:
    if forwarded is None:
        return ""
    return (name_of(forwarded.sender) if forwarded.sender else "") or "?"


# Attachments ----------------------------------------------------------------------------------------------------


def _read_attachments(body: Body | None, mid: str, found: _Found) -> None:
    for number, raw in enumerate((body.attachments if body else None) or ()):
        _read_one(raw, mid or (body.mid if body else ""), number, found)


def _read_one(raw: object, mid: str, number: int, found: _Found) -> None:
    attached = read_if(raw, Attached)
    kind = attached.type if attached else _type_of(raw)
    if kind in _SILENT:
        return
    if kind == "contact":
        found.card = _card(raw)
    elif attached is not None and kind in _FILES:
        found.files.append(_file(attached, mid, number))
        if attached.transcription:
            found.words.append(clean_text(attached.transcription, _TEXT_MAX))
    elif attached is not None and kind == "location" and _is_place(attached):
        found.location = Location(attached.latitude or 0.0, attached.longitude or 0.0)
    elif attached is not None and kind == "share":
        found.words.append(_shared(attached))
    else:
        found.unknown.append(clean_name(kind, 50) or "?")


def _type_of(raw: object) -> str:
    kind = raw.get("type") if isinstance(raw, Mapping) else None
    return kind if isinstance(kind, str) else ""


def _file(attached: Attached, mid: str, number: int) -> Attachment:
    payload = attached.payload
    url = clean_name(payload.url or "", _URL_MAX) if payload else ""
    video = clean_name(payload.token or "", 500) if payload and attached.type == "video" else ""
    size = attached.size if attached.size is not None and 0 <= attached.size < 2**53 else None
    ref = write_ref(FileRef(clean_name(mid, 200), number, url, video)) if url or video else ""
    return Attachment(
        kind=_FILES[attached.type], ref=ref, name=clean_name(attached.filename or ""), size=size,
        width=_pixels(attached.width), height=_pixels(attached.height), duration_s=_seconds(attached.duration),
        reason="" if ref else "MAX named no address of this file",
    )  # fmt: skip


def _pixels(value: int | None) -> int | None:
    return value if value is not None and 0 < value < 2**31 else None


def _seconds(value: float | None) -> float | None:
    return value if value is not None and 0 <= value < 2**31 else None


def _is_place(attached: Attached) -> bool:
    latitude, longitude = attached.latitude, attached.longitude
    return (
        latitude is not None and longitude is not None and abs(latitude) <= _LATITUDE and abs(longitude) <= _LONGITUDE
    )


def _shared(attached: Attached) -> str:
    """Return what a shared link says; mostly the text says it already, and this is not shown."""
    url = clean_name(attached.payload.url or "", _URL_MAX) if attached.payload else ""
    return "\n".join(part for part in (clean_name(attached.title or "", 300), url) if part)


def _card_payload(raw: object) -> CardPayload | None:
    if _type_of(raw) != "contact":
        return None
    card = read_if(raw, CardAttached)
    return card.payload if card else None


def _card(raw: object) -> Card:
    payload = _card_payload(raw) or CardPayload()
    written = read_vcard(payload.vcf_info or "")
    name = written.name or (name_of(payload.max_info) if payload.max_info else "")
    return Card(name=name, phone=written.phone)
