"""Shapes of the company's own fields of customers on the wire."""

from msgspec import UNSET, Struct, UnsetType, field

from otklik.infra.web.schemas import Input
from otklik.own_fields.kinds import Kind
from otklik.own_fields.schemas import Choices, FieldInput, FieldOrder, Key, Name


class ContactAttribute(Struct, frozen=True, kw_only=True):
    """A field of the company's own; `key` is its name in a contact's `attributes`."""

    id: int
    key: str
    name: str
    kind: Kind
    choices: list[str]
    required: bool
    on_card: bool
    archived: bool


class NewAttribute(Input, frozen=True, kw_only=True):
    """A field to be made; without a key one is made of the name."""

    name: Name
    kind: Kind
    key: Key | None = None
    choices: Choices = field(default_factory=list)
    required: bool = False
    on_card: bool = True


class AttributeInput(FieldInput, frozen=True, kw_only=True):
    """Changed facts of a field. The kind and the key stay: values are kept by them."""

    on_card: bool | UnsetType = UNSET


class AttributeOrder(FieldOrder, frozen=True, kw_only=True):
    """Fields in the order they are shown in."""
