"""Text with marks as simple HTML for the second form of a letter."""

import html
import re
from collections.abc import Sequence

from otklik.channelkit.content import Mark

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strike": "s",
    "code": "code",
    "pre": "pre",
    "quote": "blockquote",
    "link": "a",
}
_ALLOWED = re.compile(r"(?:https?://|mailto:|tel:)[^\s\x00-\x1f\"<>]+", re.IGNORECASE)


def _opening(mark: Mark) -> str:
    if mark.kind == "link":
        return f'<a href="{html.escape(mark.url or "", quote=True)}">'
    return f"<{_TAGS[mark.kind]}>"


def _usable(mark: Mark, size: int) -> bool:
    if mark.kind not in _TAGS or mark.length <= 0 or mark.offset < 0 or mark.offset + mark.length > size:
        return False
    return mark.kind != "link" or bool(_ALLOWED.fullmatch(mark.url or ""))


def to_html(text: str, marks: Sequence[Mark]) -> str:
    """Return a page of escaped HTML."""
    return page(to_fragment(text, marks))


def page(body: str) -> str:
    """Put a fragment on a page."""
    return f"<html><body>{body}</body></html>\n"


def to_fragment(text: str, marks: Sequence[Mark]) -> str:
    """Return escaped HTML; marks that overlap are closed and opened again so that tags nest."""
    usable = sorted((mark for mark in marks if _usable(mark, len(text))), key=lambda mark: (mark.offset, -mark.length))
    edges = sorted({0, len(text), *(mark.offset for mark in usable), *(mark.offset + mark.length for mark in usable)})
    pieces: list[str] = []
    active: list[Mark] = []
    for start, end in zip(edges, [*edges[1:], len(text)], strict=True):
        wanted = [mark for mark in usable if mark.offset <= start < mark.offset + mark.length]
        same = next(
            (at for at, pair in enumerate(zip(active, wanted, strict=False)) if pair[0] is not pair[1]),
            min(len(active), len(wanted)),
        )
        pieces += [f"</{_TAGS[mark.kind]}>" for mark in reversed(active[same:])]
        pieces += [_opening(mark) for mark in wanted[same:]]
        active = wanted
        pieces.append(html.escape(text[start:end], quote=False).replace("\n", "<br>\n"))
    return f"<div>{''.join(pieces)}</div>"
