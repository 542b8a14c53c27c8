"""Rows of this room's tables."""

from msgspec import Struct


class TeamRow(Struct, frozen=True):
    """A team with its members."""

    id: int
    name: str
    member_ids: list[int]
    open_conversations: int
    topic_required: bool | None
