"""The body of a Viber message in the words of the desk."""

import mimetypes

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Attachment, Card, Content
from otklik.channelkit.content import Location as Place
from otklik.channels.viber.payloads import Contact, Location, Loose, Message, try_as
from otklik.kit.text import clean_name, clean_text

_TEXT_MAX = 100_000
_URL_MAX = 4000
_KINDS = {"picture": (Kind.IMAGE, "image/jpeg"), "video": (Kind.VIDEO, "video/mp4"),
          "sticker": (Kind.STICKER, "image/png"), "file": (Kind.DOCUMENT, "application/octet-stream")}  # fmt: skip


def read_content(message: Message) -> Content:
    """Read the body of a message; what we cannot show becomes UNSUPPORTED with the name of its kind."""
    text = clean_text(message.text or "", _TEXT_MAX)
    content = None
    if message.type == "text" and text:
        content = Content(text=text)
    elif message.type == "url" and message.media:
        content = Content(text="\n".join(part for part in (text, clean_text(message.media, _URL_MAX)) if part))
    elif message.type in _KINDS:
        content = _read_file(message, text)
    elif message.type == "contact":
        content = _read_card(message.contact, text)
    elif message.type == "location":
        content = _read_place(message.location, text)
    return content or unsupported(text, message.type)


def unsupported(text: Loose, note: str) -> Content:
    """Show that something was written that we cannot read, with any words that came along."""
    words = clean_text(text, _TEXT_MAX) if isinstance(text, str) else ""
    return Content(kind=Kind.UNSUPPORTED, text=words, note=clean_name(note, 100))


def _read_file(message: Message, text: str) -> Content | None:
    ref = clean_text(message.media or "", _URL_MAX)
    if not ref:
        return None
    kind, mime = _KINDS[message.type]
    name = clean_name(message.file_name or "")
    guessed = mimetypes.guess_type(name, strict=False)[0] or mime
    if kind is Kind.DOCUMENT and guessed.startswith("audio/"):
        kind = Kind.AUDIO
    if kind is Kind.IMAGE and guessed == "image/gif":
        kind = Kind.ANIMATION
    file = Attachment(
        kind=kind, ref=ref, name="" if kind is Kind.STICKER else name, mime=guessed, size=message.size,
        duration_s=message.duration,
    )  # fmt: skip
    return Content(kind=kind, text=text, attachments=(file,))


def _read_card(body: Loose, text: str) -> Content | None:
    contact = try_as(body, Contact)
    if contact is None or not (contact.name or contact.phone_number):
        return None
    card = Card(name=clean_name(contact.name or ""), phone=clean_name(contact.phone_number or "", 40))
    return Content(kind=Kind.CONTACT, text=text, card=card)


def _read_place(body: Loose, text: str) -> Content | None:
    point = try_as(body, Location)
    return Content(kind=Kind.LOCATION, text=text, location=Place(point.lat, point.lon)) if point else None
