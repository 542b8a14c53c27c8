"""Fits a message to what a channel carries: texts are cut where a reader would cut them, marks travel along."""

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from otklik.channelkit.capabilities import TextUnit
from otklik.channelkit.content import Button, Mark
from otklik.kit.text import utf16_length

_FREE, _SOFT, _HARD = 0, 1, 2
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_LINE = re.compile(r"\s*\n\s*")
_SENTENCE = re.compile(r"[.!?…]+[\"'»”’)\]]*\s+|[。！？]+")
_SPACE = re.compile(r"\s+")
_BREAKS = (_PARAGRAPH, _SENTENCE, _LINE, _SPACE)
_LINK = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*://|www\.|mailto:|tel:)\S+")
_NUMBERED_FROM = 4
_SIXTEEN_BITS = (TextUnit.UTF16, TextUnit.SMS)
_SHORT_PREFIX = "~"
_SHORT_DIGITS = 20


class Piece(Struct, frozen=True):
    """A stretch of a text with its own marks, counted from its own beginning."""

    text: str
    marks: tuple[Mark, ...] = ()


class Limits(Struct, frozen=True, kw_only=True):
    """How long a piece may be in the channel's unit; `first`, if given, holds for the first one (a caption)."""

    each: int
    unit: TextUnit = TextUnit.CHARS
    first: int | None = None
    numbered: bool = True

    def of(self, index: int) -> int:
        """Return the limit of the piece at this place."""
        return self.first if index == 0 and self.first is not None else self.each


def measure(text: str, unit: TextUnit) -> int:
    """Count a text in the unit in which a provider counts."""
    if unit is TextUnit.CHARS:
        return len(text)
    if unit in _SIXTEEN_BITS:
        return utf16_length(text)
    return len(text.encode("utf-8", "surrogatepass"))


def split_text(text: str, marks: Sequence[Mark], limits: Limits) -> tuple[Piece, ...]:
    """Cut a text at paragraphs, sentences, lines or spaces, never inside a link or a visible character.

    White space at a cut disappears. A mark longer than a piece goes on in the next. More than three pieces are
    numbered "(1/4) ", if `limits.numbered`. An empty text is one empty piece.
    """
    pieces = _cut_all(text, marks, limits)
    if not limits.numbered or len(pieces) < _NUMBERED_FROM:
        return pieces
    return _number(text, marks, limits, len(pieces))


def shorten(text: str, limit: int, unit: TextUnit = TextUnit.CHARS) -> str:
    """Cut a label to its limit between visible characters, with an ellipsis where something was lost."""
    if measure(text, unit) <= limit:
        return text
    room = max(limit - measure("…", unit), 0)
    end = _reach(text, 0, room, unit)
    while end > 0 and not is_boundary(text, end):
        end -= 1
    return text[:end].rstrip() + "…" if room else ""


# Cutting ---------------------------------------------------------------------------------------------------


def _cut_all(text: str, marks: Sequence[Mark], limits: Limits) -> tuple[Piece, ...]:
    levels = _levels(text, marks)
    pieces: list[Piece] = []
    start = 0
    while True:
        end = _reach(text, start, limits.of(len(pieces)), limits.unit)
        if end < len(text):
            end = _choose_cut(text, start, end, levels)
        stop = _trim_end(text, start, end) if end < len(text) else end
        pieces.append(Piece(text[start:stop], _carry(marks, start, stop)))
        start = _skip_space(text, end)
        if start >= len(text):
            return tuple(pieces)


def _number(text: str, marks: Sequence[Mark], limits: Limits, count: int) -> tuple[Piece, ...]:
    while True:
        reserve = measure(f"({count}/{count}) ", limits.unit)
        if min(limits.each, limits.of(0)) < 4 * reserve:
            return _cut_all(text, marks, limits)
        first = None if limits.first is None else limits.first - reserve
        pieces = _cut_all(text, marks, Limits(each=limits.each - reserve, unit=limits.unit, first=first))
        if len(pieces) <= count:
            return tuple(_prefixed(piece, f"({n}/{len(pieces)}) ") for n, piece in enumerate(pieces, 1))
        count = len(pieces)


def _prefixed(piece: Piece, prefix: str) -> Piece:
    moved = tuple(Mark(m.kind, m.offset + len(prefix), m.length, m.url) for m in piece.marks)
    return Piece(prefix + piece.text, moved)


def _levels(text: str, marks: Sequence[Mark]) -> bytearray:
    """Say for each place between characters what a cut there would harm: nothing, a mark, or a link."""
    levels = bytearray(len(text) + 1)
    spans = [(m.offset, m.offset + m.length, _HARD if m.kind == "link" else _SOFT) for m in marks]
    spans += [(*match.span(), _HARD) for match in _LINK.finditer(text)]
    for start, stop, level in sorted(spans, key=lambda span: span[2]):
        low, high = max(start, 0) + 1, min(stop, len(text))
        if high > low:
            levels[low:high] = bytes([level]) * (high - low)
    return levels


def _reach(text: str, start: int, limit: int, unit: TextUnit) -> int:
    """Return how far from `start` a piece within the limit can go; always at least one character."""
    if unit is TextUnit.CHARS:
        return min(len(text), start + max(limit, 1))
    used = 0
    for index in range(start, len(text)):
        used += _width(text[index], unit)
        if used > limit:
            return max(index, start + 1)
    return len(text)


def _width(character: str, unit: TextUnit) -> int:
    if unit in _SIXTEEN_BITS:
        return 2 if character > "\uffff" else 1
    return 1 + (character > "\x7f") + (character > "\u07ff") + (character > "\uffff")


def _choose_cut(text: str, start: int, end: int, levels: bytearray) -> int:
    half = start + (end - start) // 2
    for floor in (half, start):
        for allowed in (_FREE, _SOFT):
            for pattern in _BREAKS:
                cut = _last_break(text, pattern, (floor, end), (levels, allowed))
                if cut > start:
                    return cut
    for allowed in (_SOFT, _HARD):
        for cut in range(end, start, -1):
            if levels[cut] <= allowed and is_boundary(text, cut):
                return cut
    return end


def _last_break(text: str, pattern: re.Pattern[str], window: tuple[int, int], guard: tuple[bytearray, int]) -> int:
    """Return the last harmless place at such a break inside the window, or -1."""
    floor, end = window
    levels, allowed = guard
    found = -1
    for match in pattern.finditer(text, floor, min(end + 1, len(text))):
        cut = min(match.end(), end)
        if cut > floor and levels[cut] <= allowed and is_boundary(text, cut):
            found = cut
    return found


def _trim_end(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return end


def _skip_space(text: str, index: int) -> int:
    while index < len(text) and text[index].isspace() and is_boundary(text, index + 1):
        index += 1
    return index


def _carry(marks: Sequence[Mark], start: int, stop: int) -> tuple[Mark, ...]:
    carried = []
    for mark in marks:
        low, high = max(mark.offset, start), min(mark.offset + mark.length, stop)
        if low < high:
            carried.append(Mark(mark.kind, low - start, high - low, mark.url))
    return tuple(carried)


# Visible characters (UAX 29, with the tables that the standard library has) -----------------------------------

_ZWJ = "\u200d"
_PREPEND = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")
_EXTEND_RANGES = (0x200C, 0x200E, 0xFF9E, 0xFFA0, 0x1F3FB, 0x1F400, 0xE0020, 0xE0080)
_VIRAMA = 9


def is_boundary(text: str, index: int) -> bool:
    """Whether a text may be cut here without splitting what a person sees as one character."""
    if index <= 0 or index >= len(text):
        return True
    before, after = text[index - 1], text[index]
    if before < "\u0300" and after < "\u0300":
        return not (before == "\r" and after == "\n")
    if unicodedata.category(before) in ("Cc", "Zl", "Zp"):
        return True
    if _is_flag_letter(before) and _is_flag_letter(after):
        return _flag_letters_before(text, index) % 2 == 0
    return not (_sticks(before, after) or _joins_hangul(before, after))


def _sticks(before: str, after: str) -> bool:
    """Whether the second adds to the first: accents, joiners, skin colours, Indic conjuncts."""
    if _ZWJ in (before, after) or before in _PREPEND or _extends(after):
        return True
    return unicodedata.combining(before) == _VIRAMA and unicodedata.category(after) == "Lo"


def _extends(character: str) -> bool:
    if bisect_right(_EXTEND_RANGES, ord(character)) % 2:
        return True
    return unicodedata.category(character) in ("Mn", "Me", "Mc")


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_letters_before(text: str, index: int) -> int:
    count = 0
    while index - count > 0 and _is_flag_letter(text[index - count - 1]):
        count += 1
    return count


def _joins_hangul(before: str, after: str) -> bool:
    lead = "\u1100" <= before <= "\u115f" or "\ua960" <= before <= "\ua97c"
    syllable = "\uac00" <= before <= "\ud7a3"
    vowel_or_tail_before = "\u1160" <= before <= "\u11ff" or "\ud7b0" <= before <= "\ud7fb"
    if "\u1160" <= after <= "\u11ff" or "\ud7b0" <= after <= "\ud7fb":
        return lead or syllable or vowel_or_tail_before
    return lead and ("\u1100" <= after <= "\u115f" or "\ua960" <= after <= "\ua97c" or "\uac00" <= after <= "\ud7a3")


# Buttons ----------------------------------------------------------------------------------------------------


def buttons_as_text(piece: Piece, buttons: Sequence[Sequence[Button]]) -> Piece:
    """Write buttons under a text as a numbered list, for channels without them; links show their address."""
    lines = [
        f"{number}. {button.title}" + (f": {button.url}" if button.url else "")
        for number, button in enumerate(_flat(buttons), 1)
    ]
    if not lines:
        return piece
    gap = "\n\n" if piece.text else ""
    return Piece(piece.text + gap + "\n".join(lines), piece.marks)


def answered_button(text: str, buttons: Sequence[Sequence[Button]]) -> Button | None:
    """Find the button that a person chose by writing its number or its title; links cannot be chosen."""
    wanted = text.strip().rstrip(".)").casefold()
    for number, button in enumerate(_flat(buttons), 1):
        if not button.url and wanted in (str(number), button.title.strip().rstrip(".)").casefold()):
            return button
    return None


def short_payload(payload: str, limit_bytes: int) -> str:
    """Return what travels in a button: the payload itself, or a digest of one that is too long.

    The digest is the same for ever and needs no store: whoever receives it asks `find_button` with the buttons
    of the message that was pressed. A payload that looks like a digest becomes one, so that none is ambiguous.
    """
    raw = payload.encode("utf-8", "surrogatepass")
    if len(raw) <= limit_bytes and not payload.startswith(_SHORT_PREFIX):
        return payload
    return _SHORT_PREFIX + hashlib.sha256(raw).hexdigest()[:_SHORT_DIGITS]


def find_button(pressed: str, buttons: Sequence[Sequence[Button]], limit_bytes: int) -> Button | None:
    """Find the button of a message whose press came back as `pressed`; without a payload, the title stands for it."""
    for button in _flat(buttons):
        if not button.url and short_payload(button.payload or button.title, limit_bytes) == pressed:
            return button
    return None


def reflow(buttons: Sequence[Sequence[Button]], per_row: int) -> tuple[tuple[Button, ...], ...]:
    """Break rows that are too wide for the channel; empty rows go."""
    rows: list[tuple[Button, ...]] = []
    for row in buttons:
        edges = [*range(0, len(row), max(per_row, 1)), len(row)]
        rows += [tuple(row[low:high]) for low, high in pairwise(edges)]
    return tuple(row for row in rows if row)


def _flat(buttons: Sequence[Sequence[Button]]) -> list[Button]:
    return [button for row in buttons for button in row]
