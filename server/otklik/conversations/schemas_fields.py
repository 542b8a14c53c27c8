"""Shapes of the company's own fields of conversations on the wire."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from otklik.infra.web.schemas import Input

ACTIVE_MAX = 20
ALL_MAX = 100
NAME_MAX = 100
FieldKind = Literal["text", "number", "choice", "date", "flag"]
Name = Annotated[str, Meta(min_length=1, max_length=NAME_MAX)]
Choices = Annotated[list[Name], Meta(max_length=100)]
_Id = Annotated[int, Meta(ge=1, le=2**63 - 1)]


class ConversationField(Struct, frozen=True, kw_only=True):
    """A field of the company's own, asked when a conversation is closed; `key` is its name in `fields`."""

    id: int
    key: str
    name: str
    kind: FieldKind
    choices: list[str]
    required: bool
    archived: bool


class NewConversationField(Input, frozen=True, kw_only=True):
    """A field to be made; its key is made of the name."""

    name: Name
    kind: FieldKind
    choices: Choices = field(default_factory=list)
    required: bool = False


class ConversationFieldInput(Input, frozen=True, kw_only=True):
    """Changed facts of a field; the kind stays, for values are kept by it."""

    name: Name | UnsetType = UNSET
    choices: Choices | UnsetType = UNSET
    required: bool | UnsetType = UNSET
    archived: bool | UnsetType = UNSET


class ConversationFieldOrder(Input, frozen=True, kw_only=True):
    """Fields in the order they are asked in; those not named follow."""

    ids: Annotated[list[_Id], Meta(max_length=1000)]
