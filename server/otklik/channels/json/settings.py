"""The settings of one inbox, read into a struct; and what an inbox with them can do."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from otklik.channelkit.capabilities import Capabilities, Kind, TextUnit
from otklik.channels.json.mapping import Mapped, Names, read_mapping, read_names
from otklik.channels.json.paths import BadPath, Expression, read_expression
from otklik.channels.json.signatures import SCHEMES
from otklik.channels.json.template import ADDRESS_PLACES, BadTemplate, Template, read_template

Settings = Mapping[str, Any]

TEXT_MAX, TEXT_MOST = 4000, 100_000
FILE_MB, FILE_MB_MOST = 10, 50
BUTTONS_MOST = 100
WINDOW_S = 300
RATE = 10
ANSWER_ID = "id | message.id | message_id"
UNITS = tuple(unit.value for unit in TextUnit)
MARKS = ("bold", "italic", "underline", "strike", "spoiler", "code", "pre", "quote", "link")
REACTIONS = ("👍", "❤", "🔥", "👏", "😁", "🤔", "🎉", "🙏", "👌", "👎", "😢", "💯", "🤝")
FILES = (
    Kind.IMAGE, Kind.VIDEO, Kind.AUDIO, Kind.VOICE, Kind.VIDEO_NOTE, Kind.ANIMATION, Kind.DOCUMENT, Kind.STICKER,
)  # fmt: skip
ALBUM_MAX = 10
_MEGABYTE = 1024 * 1024
_YEAR_S = 365 * 24 * 3600


class Rules(Struct, frozen=True):
    """How to read what the other side sends, and how to write to it. Holds no secret."""

    mapped: Mapped
    names: Names
    template: Template | None
    answer_id: Expression


def read_rules(settings: Settings) -> Rules:
    """Read the rules; a part that cannot be read is as if it were not there."""
    template = str(settings.get("template") or "")
    try:
        written = read_template(template) if template.strip() else None
    except BadTemplate:
        written = None
    try:
        answer = read_expression(str(settings.get("answer_id") or ANSWER_ID))
    except BadPath:
        answer = read_expression(ANSWER_ID)
    mapped = read_mapping(str(settings.get("mapping") or ""))
    return Rules(mapped, read_names(str(settings.get("names") or "")), written, answer)


def scheme_of(settings: Settings) -> str:
    """Return the chosen scheme of signatures."""
    scheme = str(settings.get("scheme") or "")
    return scheme if scheme in SCHEMES else SCHEMES[0]


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Return the secrets that a delivery may be signed with: ours, and while it is being changed the one before."""
    return tuple(str(settings[name]) for name in ("secret", "secret_before") if settings.get(name))


def number(settings: Settings, name: str, otherwise: float) -> float:
    """Return a number of the settings."""
    value = settings.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else otherwise


def is_address(url: str) -> bool:
    """Whether messages can be sent there: an http address whose host is no place of a template."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        parts.port  # noqa: B018 - raises when it is none
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and not ADDRESS_PLACES.search(parts.netloc)


def read_capabilities(settings: Settings) -> Capabilities:
    """Return what the other side can, as the administrator says."""
    files = settings.get("files") is not False
    buttons = int(min(max(number(settings, "buttons", 0), 0), BUTTONS_MOST))
    size = int(min(max(number(settings, "file_max_mb", FILE_MB), 1), FILE_MB_MOST)) * _MEGABYTE if files else 0
    text_max = int(min(max(number(settings, "text_max", TEXT_MAX), 1), TEXT_MOST))
    rate = max(number(settings, "rate", RATE), 0.1)
    unit = str(settings.get("text_unit") or "")
    receipts = settings.get("receipts") is True
    return Capabilities(
        text_max=text_max,
        text_unit=TextUnit(unit) if unit in UNITS else TextUnit.CHARS,
        caption_max=text_max if files else 0,
        kinds_in=(Kind.TEXT, *FILES, Kind.LOCATION, Kind.BUTTON_PRESS),
        kinds_out=(Kind.TEXT, *FILES) if files else (Kind.TEXT,),
        file_max_bytes=size,
        image_max_bytes=size,
        download_max_bytes=FILE_MB_MOST * _MEGABYTE,
        album_max=ALBUM_MAX if files else 0,
        buttons_max=buttons,
        buttons_per_row=min(buttons, 8) or 1,
        button_label_max=64 if buttons else 0,
        button_payload_max=1000 if buttons else 0,
        marks=MARKS if settings.get("formatting") is True else (),
        reply_to=settings.get("replies") is not False,
        edit_out_s=_YEAR_S if settings.get("edits") is True else 0,
        delete_out_s=_YEAR_S if settings.get("deletes") is True else 0,
        edit_in=True,
        delete_in=True,
        reactions_in=True,
        reactions_out=REACTIONS if settings.get("reactions") is True else (),
        typing_in=True,
        typing_out_s=5 if settings.get("typing") is True else 0,
        delivered_in=receipts,
        read_in=receipts,
        blocked_in=True,
        opens_conversation=settings.get("opens") is True,
        entry_ref_max=200,
        idempotent_send=settings.get("repeats") is not False,
        rate_per_second=rate,
        rate_per_chat=rate,
        rate_chat_burst=max(int(rate), 3),
    )


EVERYTHING: Settings = {
    "buttons": BUTTONS_MOST, "formatting": True, "edits": True, "deletes": True, "reactions": True, "typing": True,
    "receipts": True, "opens": True,
}  # fmt: skip
"""The settings of an other side that can do all that we can."""
