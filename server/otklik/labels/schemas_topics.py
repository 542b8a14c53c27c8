"""Shapes of topics on the wire."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from otklik.infra.web.schemas import Input
from otklik.labels.schemas import Name

TOPICS_MAX = 500
"""In use; with those archived four times as many."""
ALL_MAX = 4 * TOPICS_MAX
DEPTH_MAX = 4
_Id = Annotated[int, Meta(ge=1, le=2**63 - 1)]


class Topic(Struct, frozen=True, kw_only=True):
    """What a conversation can be about. The list stands in the order of the tree, each after the one above it."""

    id: int
    parent_id: int | None
    name: str
    archived: bool


class NewTopic(Input, frozen=True, kw_only=True):
    """A topic to be made, the last below its parent."""

    name: Name
    parent_id: _Id | None = None


class TopicInput(Input, frozen=True, kw_only=True):
    """Changed facts of a topic; `place` is the number it shall have among those beside it, from 0.

    With another `parent_id` it moves there with all that stands below it, null is the top; without a place it is the
    last there.
    Archiving takes what stands below it away as well; bringing back brings this one alone.
    """

    name: Name | UnsetType = UNSET
    parent_id: _Id | UnsetType | None = UNSET
    place: Annotated[int, Meta(ge=0, le=ALL_MAX)] | UnsetType = UNSET
    archived: bool | UnsetType = UNSET
