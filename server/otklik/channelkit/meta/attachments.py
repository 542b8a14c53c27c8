"""The body of a message in the words of the desk, as Messenger and Instagram write it."""

from typing import Final
from urllib.parse import unquote, urlsplit

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Attachment, Button, Content, Location
from otklik.channelkit.meta.reading import Json, items, number, part, text, word
from otklik.channelkit.notes import Note
from otklik.kit.text import clean_name

_TEXT_MAX = 100_000
_URL_MAX = 4000
_NAME_MAX = 200
_NOTE_MAX = 100
_BUTTONS_MAX = 30
_POLES, _DATE_LINE = 90, 180
_FILES: Final = {
    "image": Kind.IMAGE, "video": Kind.VIDEO, "audio": Kind.AUDIO, "file": Kind.DOCUMENT, "sticker": Kind.STICKER,
    "animated_image": Kind.ANIMATION,
}  # fmt: skip
_MIMES: Final = {
    Kind.IMAGE: "image/jpeg", Kind.VIDEO: "video/mp4", Kind.AUDIO: "audio/mp4", Kind.STICKER: "image/png",
    Kind.ANIMATION: "image/gif", Kind.DOCUMENT: "application/octet-stream",
}  # fmt: skip


def read_content(message: Json) -> Content:
    """Read the body of a message; what we cannot show becomes UNSUPPORTED, or a remark beside what we can."""
    written = text(message, "text", _TEXT_MAX)
    files: list[Attachment] = []
    lines: list[str] = []
    lost: list[str] = []
    place: Location | None = None
    buttons: tuple[tuple[Button, ...], ...] = ()
    for one in items(message, "attachments"):
        kind = word(one, "type", 60)
        file = _read_file(kind, one)
        if file is not None:
            files.append(file)
        elif (found := _read_place(kind, one)) is not None:
            place = found
        elif kind == "template":
            said, buttons = _read_template(part(one, "payload"))
            lines.append(said)
        elif (line := _read_shared(kind, one)) is not None:
            lines.append(line)
        else:
            lost.append((kind or "?")[:_NOTE_MAX])
    whole = "\n\n".join(dict.fromkeys(one for one in (written, *lines) if one))
    return _judge(Content(text=whole, attachments=tuple(files), location=place, buttons=buttons), lost)


def _judge(found: Content, lost: list[str]) -> Content:
    if found.attachments:
        kind = found.attachments[0].kind
    elif found.location is not None:
        kind = Kind.LOCATION
    elif found.text or found.buttons:
        kind = Kind.TEXT
    else:
        kind = Kind.UNSUPPORTED
    note = ", ".join(lost) or ("" if kind is not Kind.UNSUPPORTED else Note.UNAVAILABLE.value)
    return Content(
        kind=kind, text=found.text, attachments=found.attachments, location=found.location, buttons=found.buttons,
        note=note[:_NOTE_MAX],
    )  # fmt: skip


def _read_file(kind: str, one: Json) -> Attachment | None:
    what = _FILES.get(kind)
    url = _address(one)
    if what is None or not url:
        return None
    name = _name_of(url) if what is Kind.DOCUMENT else ""
    return Attachment(kind=what, ref=url, name=name, mime=_MIMES[what])


def _read_place(kind: str, one: Json) -> Location | None:
    if kind != "location":
        return None
    point = part(one, "payload", "coordinates")
    latitude, longitude = number(point, "lat"), number(point, "long")
    if latitude is None or longitude is None or abs(latitude) > _POLES or abs(longitude) > _DATE_LINE:
        return None
    return Location(latitude, longitude, word(one, "title", _NAME_MAX))


def _read_shared(kind: str, one: Json) -> str | None:
    """Read what was shared: its title and its address; None where there is nothing of it to show."""
    if kind in _FILES or kind == "location":
        return None
    payload = part(one, "payload")
    title = word(payload, "title", _NAME_MAX) or word(one, "title", _NAME_MAX)
    return "\n".join(said for said in (title, _address(one)) if said) or None


def _read_template(payload: Json) -> tuple[str, tuple[tuple[Button, ...], ...]]:
    """Read a template, ours or another tool's: its words, and its buttons below them."""
    lines = [text(payload, "text", _TEXT_MAX)]
    shown = list(items(payload, "buttons"))
    for element in items(payload, "elements"):
        lines += [text(element, "title", _TEXT_MAX), text(element, "subtitle", _TEXT_MAX)]
        shown += items(element, "buttons")
    buttons = [
        Button(word(one, "title", _NAME_MAX), url=word(one, "url", _URL_MAX))
        for one in shown[:_BUTTONS_MAX]
        if word(one, "title", _NAME_MAX)
    ]
    return "\n".join(line for line in lines if line), tuple((one,) for one in buttons)


def _address(one: Json) -> str:
    found = word(part(one, "payload"), "url", _URL_MAX) or word(one, "url", _URL_MAX)
    return found if found.startswith(("https://", "http://")) else ""


def _name_of(url: str) -> str:
    """Return the name of a file as its address shows it."""
    try:
        return clean_name(unquote(urlsplit(url).path.rpartition("/")[2]), _NAME_MAX)
    except ValueError:
        return ""
