"""Formatting by signs, as operators type it: `**bold**`, `__italic__`, `~~struck~~`, `` `code` ``, `[words](https://…)`.

The web writes the same signs and shows the same result before a message is posted (`formatting.ts`); both are held to
one list of examples.
"""

import re
from collections.abc import Collection, Sequence

from msgspec import Struct, structs

from otklik.channelkit.content import Mark

_DEPTH_MAX = 4
_SIGNS = re.compile(
    r"""`(?P<code>[^`\n]+)`
      | \*\*(?=\S)(?P<bold>[^\n]+?)(?<=\S)\*\*
      | __(?=\S)(?P<italic>[^\n]+?)(?<=\S)__
      | ~~(?=\S)(?P<strike>[^\n]+?)(?<=\S)~~
      | \[(?P<words>[^\]\n]+)\]\((?P<url>https?://[^\s()<>]{1,1900})\)""",
    re.VERBOSE,
)


class Formatted(Struct, frozen=True):
    """A text without signs, and what they meant; offsets are in code points."""

    text: str
    marks: tuple[Mark, ...] = ()


def read_signs(text: str) -> Formatted:
    """Return the text a person means by their signs; signs without a partner stay as they are."""
    plain, marks = _read(text, 0, _DEPTH_MAX)
    return Formatted(plain, tuple(sorted(marks, key=lambda mark: (mark.offset, -mark.length))))


def fit_marks(formatted: Formatted, carried: Collection[str]) -> Formatted:
    """Leave out what a channel does not show; the address of a link it does not carry stands behind its words."""
    shown = Formatted(formatted.text, formatted.marks)
    for link in reversed([mark for mark in formatted.marks if mark.kind == "link" and "link" not in carried]):
        shown = _spell_out(shown, link)
    return Formatted(shown.text, tuple(mark for mark in shown.marks if mark.kind in carried))


def _read(text: str, base: int, depth: int) -> tuple[str, list[Mark]]:
    pieces: list[str] = []
    marks: list[Mark] = []
    length, at = 0, 0
    for match in _SIGNS.finditer(text) if depth else ():
        pieces.append(text[at : match.start()])
        length += match.start() - at
        kind = match.lastgroup or ""
        inner, within = _inner(match, kind, base + length, depth)
        marks.append(_mark(match, kind, base + length, len(inner)))
        marks += within
        pieces.append(inner)
        length += len(inner)
        at = match.end()
    pieces.append(text[at:])
    return "".join(pieces), marks


def _inner(match: re.Match[str], kind: str, base: int, depth: int) -> tuple[str, list[Mark]]:
    if kind in {"code", "url"}:
        return match["words" if kind == "url" else "code"], []
    return _read(match[kind], base, depth - 1)


def _mark(match: re.Match[str], kind: str, offset: int, length: int) -> Mark:
    return Mark("link", offset, length, match["url"]) if kind == "url" else Mark(kind, offset, length)


def _spell_out(formatted: Formatted, link: Mark) -> Formatted:
    end = link.offset + link.length
    words = formatted.text[link.offset : end]
    address = "" if words == link.url else f" ({link.url})"
    text = formatted.text[:end] + address + formatted.text[end:]
    return Formatted(text, _moved(formatted.marks, end, len(address)))


def _moved(marks: Sequence[Mark], place: int, by: int) -> tuple[Mark, ...]:
    return tuple(
        structs.replace(mark, offset=mark.offset + by)
        if mark.offset >= place
        else structs.replace(mark, length=mark.length + by)
        if mark.offset + mark.length >= place
        else mark
        for mark in marks
    )
