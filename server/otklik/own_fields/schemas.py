"""What fields of every sort have in common on the wire."""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from otklik.infra.web.schemas import Input

NAME_MAX = 100
Name = Annotated[str, Meta(min_length=1, max_length=NAME_MAX)]
Key = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,49}$")]
Choices = Annotated[list[Name], Meta(max_length=100)]
Id = Annotated[int, Meta(ge=1, le=2**63 - 1)]


class FieldInput(Input, frozen=True, kw_only=True):
    """Changed facts of a field. The kind and the key stay: values are kept by them."""

    name: Name | UnsetType = UNSET
    choices: Choices | UnsetType = UNSET
    required: bool | UnsetType = UNSET
    archived: bool | UnsetType = UNSET


class FieldOrder(Input, frozen=True, kw_only=True):
    """Fields in their order; those not named follow."""

    ids: Annotated[list[Id], Meta(max_length=1000)]
