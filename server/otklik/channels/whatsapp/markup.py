"""WhatsApp's own signs of formatting: *bold*, _italic_, ~struck~, ```code```, written around the words."""

from collections.abc import Sequence
from typing import Final

from otklik.channelkit.content import Mark
from otklik.channelkit.fitting import Limits, Piece, split_text

MARKS: Final = ("bold", "italic", "strike", "code", "pre", "quote", "link")
_SIGNS: Final = {"bold": "*", "italic": "_", "strike": "~", "code": "`", "pre": "```"}
_WHOLE: Final = frozenset({"pre"})
_LESS = 0.9


def cut(text: str, marks: Sequence[Mark], limit: int) -> tuple[str, ...]:
    """Write a text in pieces, each within the limit with its signs."""
    text, marks = _spell_links(text, marks)
    room = limit
    while True:
        written = tuple(write(piece) for piece in split_text(text, marks, Limits(each=room)))
        if all(len(one) <= limit for one in written):
            return written
        if room < limit // 4:
            return tuple(piece.text for piece in split_text(text, (), Limits(each=limit)))
        room = int(room * _LESS)


def write(piece: Piece) -> str:
    """Put the signs around the words; where they would only be read as such, the words stay plain."""
    places: dict[int, list[str]] = {}
    for mark in sorted(piece.marks, key=lambda one: -one.length):
        for start, end in _stretches(piece.text, mark):
            sign = _SIGNS.get(mark.kind, "")
            if mark.kind == "quote":
                places.setdefault(start, []).append("> ")
            elif sign and _stands_free(piece.text, start, end):
                places.setdefault(start, []).append(sign)
                places.setdefault(end, []).insert(0, sign)
    shown = "".join("".join(places.get(n, ())) + character for n, character in enumerate(piece.text))
    return shown + "".join(places.get(len(piece.text), ()))


def _stretches(text: str, mark: Mark) -> list[tuple[int, int]]:
    """Return the stretches of a mark, line by line and without the spaces at their ends: signs count only so."""
    low, high = max(mark.offset, 0), min(mark.offset + mark.length, len(text))
    if mark.kind in _WHOLE:
        return [(low, high)] if text[low:high].strip() else []
    found = []
    for line in text[low:high].splitlines(keepends=True):
        bare = line.strip()
        if bare:
            start = low + len(line) - len(line.lstrip())
            found.append((start, start + len(bare)))
        low += len(line)
    return found


def _stands_free(text: str, start: int, end: int) -> bool:
    """Whether signs would be read as signs: not inside a word."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (before.isalnum() or after.isalnum())


def _spell_links(text: str, marks: Sequence[Mark]) -> tuple[str, tuple[Mark, ...]]:
    """Write the address of every link behind its words, and move the other marks along."""
    links = sorted((one for one in marks if one.kind == "link" and one.url), key=lambda one: one.offset)
    others = tuple(one for one in marks if one.kind != "link")
    for link in reversed(links):
        end = min(link.offset + link.length, len(text))
        words = text[link.offset : end].strip().rstrip("/")
        url = link.url or ""
        if words in (url.rstrip("/"), url.partition("://")[2].rstrip("/")):
            continue
        added = f" ({url})"
        text = text[:end] + added + text[end:]
        others = tuple(_moved(one, end, len(added)) for one in others)
    return text, others


def _moved(mark: Mark, place: int, by: int) -> Mark:
    if mark.offset >= place:
        return Mark(mark.kind, mark.offset + by, mark.length, mark.url)
    longer = by if mark.offset + mark.length > place else 0
    return Mark(mark.kind, mark.offset, mark.length + longer, mark.url)
