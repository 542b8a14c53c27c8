"""Shapes of a company's own fields on the wire."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType, field

from otklik.contacts.attributes import Kind
from otklik.infra.web.schemas import Input

Name = Annotated[str, Meta(min_length=1, max_length=100)]
Key = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,49}$")]
Choice = Annotated[str, Meta(min_length=1, max_length=100)]
Choices = Annotated[list[Choice], Meta(max_length=100)]
Id = Annotated[int, Meta(ge=1, le=2**63 - 1)]


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


class AttributeInput(Input, frozen=True, kw_only=True):
    """Changed facts of a field. The kind and the key stay: values are kept by them."""

    name: Name | UnsetType = UNSET
    choices: Choices | UnsetType = UNSET
    required: bool | UnsetType = UNSET
    on_card: bool | UnsetType = UNSET
    archived: bool | UnsetType = UNSET


class AttributeOrder(Input, frozen=True, kw_only=True):
    """Fields in the order they are shown in."""

    ids: Annotated[list[Id], Meta(max_length=1000)]
