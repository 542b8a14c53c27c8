"""Shapes of the company's own fields of conversations on the wire."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from otklik.infra.web.schemas import Input
from otklik.own_fields.schemas import Choices, FieldInput, FieldOrder, Name

FieldKind = Literal["text", "number", "choice", "date", "flag"]
_FieldKey = Annotated[str, Meta(min_length=1, max_length=50)]
FieldValues = Annotated[dict[_FieldKey, str | int | float | bool | None], Meta(max_length=100)]
"""What the fields hold, by their keys; null empties one."""


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


class ConversationFieldInput(FieldInput, frozen=True, kw_only=True):
    """Changed facts of a field; the kind stays, for values are kept by it."""


class ConversationFieldOrder(FieldOrder, frozen=True, kw_only=True):
    """Fields in the order they are asked in; those not named follow."""
