"""Telegram's entities, counted in UTF-16 units, and the desk's marks, counted in characters."""

from collections.abc import Sequence
from typing import Any

from otklik.channelkit.content import Mark
from otklik.channelkit.spans import Span, count_units, read_spans
from otklik.channels.telegram.payloads import Entity

_MARK_OF = {
    "bold": "bold", "italic": "italic", "underline": "underline", "strikethrough": "strike", "spoiler": "spoiler",
    "code": "code", "pre": "pre", "blockquote": "quote", "expandable_blockquote": "quote", "text_link": "link",
}  # fmt: skip
_ENTITY_OF = {mark: entity for entity, mark in _MARK_OF.items() if entity != "expandable_blockquote"}
MARKS = tuple(_ENTITY_OF)
_ENTITIES_MAX = 100


def read_marked(text: str, entities: Sequence[Entity]) -> tuple[str, tuple[Mark, ...]]:
    """Return a storable text and its marks; entities that are no marks are left out."""
    spans = [Span(_MARK_OF[one.type], one.offset, one.length, one.url) for one in entities if one.type in _MARK_OF]
    return read_spans(text, spans)


def write_entities(text: str, marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """Return entities for marks; those that Telegram does not know, or that mark nothing, are left out."""
    if not marks:
        return []
    places = count_units(text)
    entities: list[dict[str, Any]] = []
    for mark in sorted(marks, key=lambda one: (one.offset, -one.length)):
        low, high = max(mark.offset, 0), min(mark.offset + mark.length, len(text))
        kind = _ENTITY_OF.get(mark.kind)
        if kind is None or low >= high or (kind == "text_link" and not mark.url):
            continue
        entity: dict[str, Any] = {"type": kind, "offset": places[low], "length": places[high] - places[low]}
        entities.append(entity | {"url": mark.url} if kind == "text_link" else entity)
    return entities[:_ENTITIES_MAX]
