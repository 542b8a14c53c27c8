"""Pages by keyset: a cursor says after which row the next page starts, and is opaque to callers."""

import base64
import binascii
import hashlib
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from otklik.kit.errors import Invalid

T = TypeVar("T")
C = TypeVar("C", bound=Struct)
Row = TypeVar("Row")

_MARK_BYTES = 6
_LONGEST = 1000


class Page(Struct, Generic[T], frozen=True):
    """Some items in order, and where the next ones start; no cursor means there are no more."""

    items: list[T]
    next_cursor: str | None = None


class IdCursor(Struct, frozen=True, array_like=True):
    """A place in a list ordered by id."""

    id: int


def encode_cursor(cursor: Struct) -> str:
    """Make a cursor text that only fits lists with the same kind of cursor."""
    plain = msgspec.json.encode(cursor)
    return base64.urlsafe_b64encode(_mark(type(cursor), plain) + plain).rstrip(b"=").decode()


def decode_cursor(text: str, kind: type[C]) -> C:
    """Read a cursor; one that was altered or belongs to another list raises Invalid with code `bad_cursor`."""
    try:
        raw = base64.b64decode(text[:_LONGEST] + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        mark, plain = raw[:_MARK_BYTES], raw[_MARK_BYTES:]
        cursor = msgspec.json.decode(plain, type=kind)
    except (binascii.Error, ValueError, RecursionError):
        raise Invalid("this cursor does not fit this list", code="bad_cursor") from None
    if mark != _mark(kind, plain):
        raise Invalid("this cursor does not fit this list", code="bad_cursor")
    return cursor


def make_page(rows: Sequence[Row], limit: int, cursor_of: Callable[[Row], Struct]) -> Page[Row]:
    """Build a page from up to `limit + 1` rows; the row too many only proves that there are more."""
    items = list(rows[:limit])
    more = len(rows) > limit
    return Page(items, encode_cursor(cursor_of(items[-1])) if more and items else None)


def _mark(kind: type[Struct], plain: bytes) -> bytes:
    return hashlib.blake2b(plain, digest_size=_MARK_BYTES, person=kind.__name__.encode()[:16]).digest()
