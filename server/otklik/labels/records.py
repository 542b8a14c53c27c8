"""Rows of this room's tables."""

from msgspec import Struct


class TagRow(Struct, frozen=True):
    """A tag; `tone` is the number of its colour."""

    id: int
    name: str
    tone: int


class TopicRow(Struct, frozen=True, kw_only=True):
    """What conversations can be about; `parent_id` None stands at the top of the tree."""

    id: int
    parent_id: int | None
    name: str
    position: int
    archived: bool


class ReasonRow(Struct, frozen=True):
    """A reason to close a conversation for; lists show them by `position`."""

    id: int
    name: str
    position: int
