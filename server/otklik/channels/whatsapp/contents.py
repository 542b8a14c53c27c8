"""The body of a WhatsApp message in the words of the desk."""

import re
from collections.abc import Callable
from typing import Final

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Answer, Attachment, Card, Content, Location
from otklik.channelkit.errors import UnknownShape
from otklik.channelkit.inbound import Entry
from otklik.channelkit.meta.reading import Json, decode, flag, items, number, part, text, word

_TEXT_MAX = 100_000
_ANSWERS_MAX = 50
_GOODS_MAX = 100
_NOTE_MAX = 100
_POLES, _DATE_LINE = 90, 180
_CODE: Final = re.compile(r"\b(?:код|code)[\s:№#«\"-]{1,3}(?=[A-Z0-9]*[A-Z])(?=[A-Z0-9]*[0-9])([A-Z0-9]{3,16})\b")
"""What a link to the chat may carry: words that the person only has to send; `Код Q7K2` says which link it was."""
_AD_FACTS = (
    "source_url", "source_id", "source_type", "headline", "body", "media_type", "image_url", "video_url",
    "thumbnail_url", "ctwa_clid",
)  # fmt: skip
_MIMES = {
    Kind.IMAGE: "image/jpeg", Kind.VIDEO: "video/mp4", Kind.AUDIO: "audio/mpeg", Kind.VOICE: "audio/ogg",
    Kind.DOCUMENT: "application/octet-stream", Kind.STICKER: "image/webp",
}  # fmt: skip


def read_content(kind: str, message: Json) -> Content:
    """Read the body of a message; what we cannot show becomes UNSUPPORTED with what is known of it."""
    read = _READERS.get(kind)
    content = read(part(message, kind)) if read else _read_loose(kind, message)
    return content or unsupported(kind, message)


def read_entry(message: Json, content: Content) -> Entry | None:
    """Say where the person came from: an advertisement, or a link whose code stands in the text."""
    referral = part(message, "referral")
    if referral:
        facts = {name: word(referral, name, 1000) for name in _AD_FACTS}
        welcome = text(part(referral, "welcome_message"), "text", 1000)
        facts |= {"welcome": welcome}
        ref = facts["ctwa_clid"] or facts["source_id"] or facts["source_url"]
        kind = facts["source_type"] or "ad"
        return Entry(kind[:40], ref[:300], {name: value for name, value in facts.items() if value})
    found = _CODE.search(content.text.replace("Код", "код").replace("Code", "code"))
    return Entry("code", found[1]) if found and content.kind is Kind.TEXT else None


def unsupported(kind: str, message: Json) -> Content:
    """Show that something was written that we cannot read, and why."""
    named = word(part(message, "unsupported"), "type", _NOTE_MAX)
    errors = items(message, "errors")
    said = word(part(errors[0], "error_data"), "details", _NOTE_MAX) or word(errors[0], "title") if errors else ""
    return Content(kind=Kind.UNSUPPORTED, note=(named or said or kind or "?")[:_NOTE_MAX])


def _read_loose(kind: str, message: Json) -> Content | None:
    """Read what is a list, not an object."""
    return _read_cards(items(message, "contacts")) if kind == "contacts" else None


def _read_text(body: Json) -> Content | None:
    written = text(body, "body", _TEXT_MAX)
    return Content(text=written) if written else None


def _read_file(kind: Kind) -> Callable[[Json], Content | None]:
    def read(body: Json) -> Content | None:
        what = Kind.VOICE if kind is Kind.AUDIO and flag(body, "voice") else kind
        ref = word(body, "id")
        if not ref:
            return None
        mime = word(body, "mime_type", 100) or _MIMES[what]
        file = Attachment(kind=what, ref=ref, name=word(body, "filename", 200), mime=mime)
        return Content(kind=what, text=text(body, "caption", _TEXT_MAX), attachments=(file,))

    return read


def _read_place(body: Json) -> Content | None:
    latitude, longitude = number(body, "latitude"), number(body, "longitude")
    if latitude is None or longitude is None or abs(latitude) > _POLES or abs(longitude) > _DATE_LINE:
        return None
    place = Location(latitude, longitude, word(body, "name", 200), word(body, "address", 200))
    return Content(kind=Kind.LOCATION, location=place)


def _read_cards(cards: list[Json]) -> Content | None:
    """Show the first card as one; the others stand in words."""
    read = [_read_card(card) for card in cards]
    if not read:
        return None
    others = "\n".join(f"{card.name} {card.phone}".strip() for card in read[1:])
    return Content(kind=Kind.CONTACT, text=others, card=read[0])


def _read_card(card: Json) -> Card:
    name = part(card, "name")
    shown = word(name, "formatted_name", 200) or word(name, "first_name", 200)
    phones = items(card, "phones")
    phone = (word(phones[0], "phone", 40) or word(phones[0], "wa_id", 40)) if phones else ""
    return Card(name=shown, phone=phone)


def _read_order(body: Json) -> Content | None:
    goods = [
        f"{word(item, 'quantity') or 1} × {word(item, 'product_retailer_id')} — {_price(item)}"
        for item in items(body, "product_items")[:_GOODS_MAX]
    ]
    written = "\n".join(line for line in (text(body, "text", _TEXT_MAX), *goods) if line)
    return Content(text=written) if written else None


def _price(item: Json) -> str:
    price = number(item, "item_price")
    return f"{price:g} {word(item, 'currency')}".strip() if price is not None else "?"


def _read_form(body: Json) -> Content | None:
    """Read the answers of a form; a press of a button is read elsewhere."""
    form = part(body, "nfm_reply")
    if not form:
        return None
    try:
        answers = decode(text(form, "response_json").encode())
    except UnknownShape:
        answers = {}
    known = [(word(answers, name), name) for name in list(answers)[:_ANSWERS_MAX] if name != "flow_token"]
    given = tuple(Answer(name[:100], value) for value, name in known if value)
    words = text(form, "body", _TEXT_MAX)
    return Content(text=words, answers=given) if words or given else None


_READERS: dict[str, Callable[[Json], Content | None]] = {
    "text": _read_text, "image": _read_file(Kind.IMAGE), "video": _read_file(Kind.VIDEO),
    "audio": _read_file(Kind.AUDIO), "voice": _read_file(Kind.AUDIO), "document": _read_file(Kind.DOCUMENT),
    "sticker": _read_file(Kind.STICKER), "location": _read_place, "order": _read_order, "interactive": _read_form,
}  # fmt: skip
