"""Marks as most messengers tell them: stretches counted in UTF-16 units, over a text that has still to be cleaned."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from otklik.channelkit.content import Mark
from otklik.kit.text import clean_name, clean_text

_URL_MAX = 2000


class Span(Struct, frozen=True):
    """A marked stretch in UTF-16 units, already with the desk's name of its mark."""

    kind: str
    offset: int
    length: int
    url: str = ""


def count_units(text: str) -> list[int]:
    """Return the place of every character in UTF-16 units, and the place of the end."""
    places = [0]
    for character in text:
        places.append(places[-1] + (2 if character > "\uffff" else 1))
    return places


def read_spans(text: str, spans: Sequence[Span]) -> tuple[str, tuple[Mark, ...]]:
    """Return a storable text and its marks. Cleaning changes lengths, so the pieces between marks are cleaned."""
    shown = [span for span in spans if span.length > 0]
    if not shown:
        return clean_text(text), ()
    places = count_units(text)
    ends = [(_character(places, one.offset), _character(places, one.offset + one.length)) for one in shown]
    edges = sorted({0, len(text), *(edge for pair in ends for edge in pair)})
    moved, cleaned = {0: 0}, ""
    for low, high in pairwise(edges):
        cleaned += clean_text(text[low:high])
        moved[high] = len(cleaned)
    marks = [
        Mark(one.kind, moved[low], moved[high] - moved[low], clean_name(one.url, _URL_MAX) or None)
        for one, (low, high) in zip(shown, ends, strict=True)
        if moved[high] > moved[low]
    ]
    return cleaned, tuple(marks)


def _character(places: Sequence[int], unit: int) -> int:
    """Return the character at a UTF-16 place; a place outside the text is its nearest end."""
    return min(bisect_left(places, max(unit, 0)), len(places) - 1)
