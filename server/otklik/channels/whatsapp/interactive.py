"""Buttons as WhatsApp has them: three to answer with, or a list of ten; links stand alone."""

from collections.abc import Sequence
from typing import Any, Final

from otklik.channelkit.content import Button
from otklik.channelkit.fitting import short_payload, shorten

BODY_MAX: Final = 1024
BUTTONS_MAX: Final = 3
ROWS_MAX: Final = 10
TITLE_MAX: Final = 20
ROW_MAX: Final = 24
LABEL_MAX: Final = 72
PAYLOAD_MAX_BYTES: Final = 200
OPENER_MAX: Final = 20
OPENER: Final = "Выбрать"
_URL_MAX = 2000

Payload = dict[str, Any]


def offer(body: str, buttons: Sequence[Button], opener: str) -> Payload:
    """Return a message to answer with a press; at most `ROWS_MAX` buttons, none of them a link."""
    titles = [one.title.strip() for one in buttons]
    fits = len(buttons) <= BUTTONS_MAX and all(0 < len(one) <= TITLE_MAX for one in titles)
    if fits and len(set(titles)) == len(titles):
        shown = [{"type": "reply", "reply": {"id": _id(one), "title": one.title.strip()}} for one in buttons]
        return _interactive({"type": "button", "body": {"text": body}, "action": {"buttons": shown}})
    rows = [_row(one) for one in buttons]
    opener = shorten(opener.strip(), OPENER_MAX) or OPENER
    action = {"button": opener, "sections": [{"title": opener, "rows": rows}]}
    return _interactive({"type": "list", "body": {"text": body}, "action": action})


def link(button: Button) -> Payload:
    """Return a message with one button that opens an address; the address itself is what can be read."""
    url = button.url[:_URL_MAX]
    parameters = {"display_text": shorten(button.title.strip(), TITLE_MAX) or "…", "url": url}
    action = {"name": "cta_url", "parameters": parameters}
    return _interactive({"type": "cta_url", "body": {"text": url[:BODY_MAX]}, "action": action})


def _interactive(content: Payload) -> Payload:
    return {"type": "interactive", "interactive": content}


def _row(button: Button) -> Payload:
    """Return a line of a list; a title that is too long stands whole below it."""
    title = button.title.strip() or "…"
    row: Payload = {"id": _id(button), "title": shorten(title, ROW_MAX)}
    return row | ({"description": shorten(title, LABEL_MAX)} if len(title) > ROW_MAX else {})


def _id(button: Button) -> str:
    return short_payload(button.payload or button.title, PAYLOAD_MAX_BYTES) or "-"
