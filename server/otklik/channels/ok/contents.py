"""The body of a message of Odnoklassniki in the words of the desk."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Attachment, Card, Content, Location
from otklik.channels.ok.payloads import Attached, Body, number_in, read_if, text_in
from otklik.kit.text import clean_name, clean_text

_TEXT_MAX = 100_000
_URL_MAX = 2000
_FILES = {
    "IMAGE": Kind.IMAGE, "VIDEO": Kind.VIDEO, "AUDIO": Kind.VOICE, "FILE": Kind.DOCUMENT, "STICKER": Kind.STICKER,
}  # fmt: skip
_SILENT = frozenset({"INLINE_KEYBOARD"})
_LATITUDE, _LONGITUDE = 90, 180


class _Found(Struct):
    files: list[Attachment] = field(default_factory=list)
    location: Location | None = None
    card: Card | None = None
    words: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def read_content(body: Body) -> Content:
    """Read a body; what we cannot show becomes UNSUPPORTED with the name of its kind."""
    found = _Found()
    for raw in _attachments(body):
        _read_one(raw, found)
    text = clean_text(body.text or "", _TEXT_MAX) or clean_text("\n".join(found.words), _TEXT_MAX)
    return Content(
        kind=_kind(text, found), text=text, attachments=tuple(found.files), location=found.location, card=found.card,
        note=clean_name(", ".join(found.unknown), 100),
    )  # fmt: skip


def unsupported(kind: str, text: object) -> Content:
    """Show that something was written that we cannot read, with any words that came along."""
    words = clean_text(text, _TEXT_MAX) if isinstance(text, str) else ""
    return Content(kind=Kind.UNSUPPORTED, text=words, note=clean_name(kind, 100))


def _attachments(body: Body) -> Sequence[Any]:
    return body.attachments or ([body.attachment] if body.attachment is not None else [])


def _kind(text: str, found: _Found) -> Kind:
    if found.card is not None:
        return Kind.CONTACT
    if found.location is not None:
        return Kind.LOCATION
    if found.files:
        return found.files[0].kind
    return Kind.UNSUPPORTED if found.unknown or not text else Kind.TEXT


def _read_one(raw: object, found: _Found) -> None:
    attached = read_if(raw, Attached)
    kind = attached.type.upper() if attached else ""
    payload = attached.payload if attached else None
    place = _place(payload) if kind == "LOCATION" else None
    card = _card(payload) if kind == "CONTACT" else None
    if kind in _SILENT:
        return
    if kind in _FILES:
        found.files.append(_file(kind, payload))
    elif place is not None:
        found.location = place
    elif card is not None:
        found.card = card
    elif kind == "SHARE" and text_in(payload, "url"):
        found.words.append(clean_name(text_in(payload, "url"), _URL_MAX))
    else:
        found.unknown.append(clean_name(kind.lower(), 50) or "?")


def _file(kind: str, payload: Mapping[str, Any] | None) -> Attachment:
    url = clean_name(text_in(payload, "url"), _URL_MAX)
    size = number_in(payload, "size", "fileSize")
    return Attachment(
        kind=_FILES[kind], ref=url, name=clean_name(text_in(payload, "name", "fileName", "filename")),
        size=int(size) if size is not None and size >= 0 else None,
        reason="" if url else "Odnoklassniki named no address of this file",
    )  # fmt: skip


def _place(payload: Mapping[str, Any] | None) -> Location | None:
    latitude, longitude = number_in(payload, "latitude", "lat"), number_in(payload, "longitude", "lng", "lon")
    if latitude is None or longitude is None or abs(latitude) > _LATITUDE or abs(longitude) > _LONGITUDE:
        return None
    return Location(latitude, longitude)


def _card(payload: Mapping[str, Any] | None) -> Card | None:
    """Read a card; whose number it is nobody vouches for."""
    name, phone = clean_name(text_in(payload, "name")), clean_name(text_in(payload, "phone", "vcfPhone"), 40)
    return Card(name=name, phone=phone) if name or phone else None
