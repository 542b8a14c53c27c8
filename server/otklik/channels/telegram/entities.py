"""Telegram's entities, counted in UTF-16 units, and the desk's marks, counted in characters."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from otklik.channelkit.content import Mark
from otklik.channels.telegram.payloads import Entity
from otklik.kit.text import clean_name, clean_text

_MARK_OF = {
    "bold": "bold", "italic": "italic", "underline": "underline", "strikethrough": "strike", "spoiler": "spoiler",
    "code": "code", "pre": "pre", "blockquote": "quote", "expandable_blockquote": "quote", "text_link": "link",
}  # fmt: skip
_ENTITY_OF = {mark: entity for entity, mark in _MARK_OF.items() if entity != "expandable_blockquote"}
MARKS = tuple(_ENTITY_OF)
_ENTITIES_MAX = 100
_URL_MAX = 2000


def units(text: str) -> list[int]:
    """Return the place of every character in UTF-16 units, and the place of the end."""
    places = [0]
    for character in text:
        places.append(places[-1] + (2 if character > "\uffff" else 1))
    return places


def read_marked(text: str, entities: Sequence[Entity]) -> tuple[str, tuple[Mark, ...]]:
    """Return a storable text and its marks. Cleaning changes lengths, so the pieces between marks are cleaned."""
    shown = [entity for entity in entities if entity.type in _MARK_OF and entity.length > 0]
    if not shown:
        return clean_text(text), ()
    places = units(text)
    spans = [(_character(places, one.offset), _character(places, one.offset + one.length)) for one in shown]
    edges = sorted({0, len(text), *(edge for span in spans for edge in span)})
    moved, cleaned = {0: 0}, ""
    for low, high in pairwise(edges):
        cleaned += clean_text(text[low:high])
        moved[high] = len(cleaned)
    marks = [
        Mark(_MARK_OF[one.type], moved[low], moved[high] - moved[low], clean_name(one.url, _URL_MAX) or None)
        for one, (low, high) in zip(shown, spans, strict=True)
        if moved[high] > moved[low]
    ]
    return cleaned, tuple(marks)


def _character(places: Sequence[int], unit: int) -> int:
    """Return the character at a UTF-16 place; a place outside the text is its nearest end."""
    return min(bisect_left(places, max(unit, 0)), len(places) - 1)


def write_entities(text: str, marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """Return entities for marks; those that Telegram does not know, or that mark nothing, are left out."""
    if not marks:
        return []
    places = units(text)
    entities: list[dict[str, Any]] = []
    for mark in sorted(marks, key=lambda one: (one.offset, -one.length)):
        low, high = max(mark.offset, 0), min(mark.offset + mark.length, len(text))
        kind = _ENTITY_OF.get(mark.kind)
        if kind is None or low >= high or (kind == "text_link" and not mark.url):
            continue
        entity: dict[str, Any] = {"type": kind, "offset": places[low], "length": places[high] - places[low]}
        entities.append(entity | {"url": mark.url} if kind == "text_link" else entity)
    return entities[:_ENTITIES_MAX]
