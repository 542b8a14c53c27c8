"""The desk's marks as the HTML that MAX reads, and texts cut so that they fit with it."""

import re
from collections.abc import Sequence
from html import escape
from itertools import pairwise

from msgspec import Struct

from otklik.channelkit.capabilities import TextUnit
from otklik.channelkit.content import Mark
from otklik.channelkit.fitting import Limits, Piece, measure, split_text

TEXT_MAX = 4000
_TAGS = {"bold": "b", "italic": "i", "underline": "u", "strike": "s", "code": "code", "pre": "pre", "link": "a"}
MARKS = tuple(_TAGS)
_UNSENDABLE = re.compile("[\x00\ud800-\udfff]")
_PIECE_MIN = 500
_STEP_MIN = 100


class Written(Struct, frozen=True):
    """A text as it travels; `html` says how it is to be read."""

    text: str
    html: bool = False


def cut(text: str, marks: Sequence[Mark]) -> tuple[Written, ...]:
    """Cut a text into messages that fit with their formatting: the limit is taken for the text with its tags."""
    text = _UNSENDABLE.sub("\ufffd", text)
    limit = TEXT_MAX
    while True:
        pieces = split_text(text, marks, Limits(each=limit, unit=TextUnit.UTF16))
        written = tuple(write(piece) for piece in pieces)
        excess = max(measure(one.text, TextUnit.UTF16) for one in written) - TEXT_MAX
        if excess <= 0:
            return written
        if limit <= _PIECE_MIN:
            return tuple(Written(piece.text) for piece in pieces)
        limit = max(limit - max(excess, _STEP_MIN), _PIECE_MIN)


def write(piece: Piece) -> Written:
    """Write a piece: plain when nothing is marked, for then nothing has to be escaped."""
    shown = [mark for mark in piece.marks if mark.kind in _TAGS and (mark.kind != "link" or mark.url)]
    if not shown:
        return Written(piece.text)
    edges = {0, len(piece.text)}
    for mark in shown:
        edges |= {max(mark.offset, 0), min(mark.offset + mark.length, len(piece.text))}
    return Written("".join(_stretch(piece.text, low, high, shown) for low, high in pairwise(sorted(edges))), html=True)


def _stretch(text: str, low: int, high: int, marks: Sequence[Mark]) -> str:
    """Write a stretch in which no mark begins or ends, so that tags never overlap."""
    html = escape(text[low:high], quote=False)
    for mark in marks:
        if mark.offset <= low and high <= mark.offset + mark.length:
            tag = _TAGS[mark.kind]
            address = f' href="{escape(mark.url or "")}"' if tag == "a" else ""
            html = f"<{tag}{address}>{html}</{tag}>"
    return html
