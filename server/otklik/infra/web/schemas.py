"""Shapes every room's endpoints start from."""

from typing import Annotated, Generic, TypeVar

from litestar.params import Parameter
from msgspec import Struct

T = TypeVar("T")

PageLimit = Annotated[int, Parameter(ge=1, le=100)]
"""How many items a page may hold; 50 when the caller does not say."""

DEFAULT_LIMIT = 50


class Input(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request body: fields that are not declared are refused."""


class Items(Struct, Generic[T], frozen=True):
    """A list that is always complete."""

    items: list[T]
