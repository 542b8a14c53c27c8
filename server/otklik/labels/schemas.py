"""What this room's endpoints take and give."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from otklik.infra.web.schemas import Input

NAME_MAX = 50
TAGS_MAX = 500
REASONS_MAX = 100
TONES = 6

Name = Annotated[str, Meta(min_length=1, max_length=NAME_MAX)]
Tone = Annotated[int, Meta(ge=0, le=TONES - 1)]
Place = Annotated[int, Meta(ge=0, le=REASONS_MAX)]


class TagOut(Struct, frozen=True, kw_only=True):
    """A tag; `tone` is the number of its colour."""

    id: int
    name: str
    tone: int


class NewTag(Input, frozen=True, kw_only=True):
    """A tag to be made; without a tone it gets the next one."""

    name: Name
    tone: Tone | UnsetType = UNSET


class TagInput(Input, frozen=True, kw_only=True):
    """Changed facts of a tag."""

    name: Name | UnsetType = UNSET
    tone: Tone | UnsetType = UNSET


class ReasonOut(Struct, frozen=True, kw_only=True):
    """A reason to close a conversation for."""

    id: int
    name: str


class NewReason(Input, frozen=True, kw_only=True):
    """A reason to be made; it stands last."""

    name: Name


class ReasonInput(Input, frozen=True, kw_only=True):
    """Changed facts of a reason; `place` is the number it shall have in the list, from 0."""

    name: Name | UnsetType = UNSET
    place: Place | UnsetType = UNSET
