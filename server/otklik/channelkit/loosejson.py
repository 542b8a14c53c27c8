"""Reading JSON that is nearly right: half of an emoji, or a byte that is no letter, must not cost a message."""

import json
from typing import TypeVar

import msgspec

Shape = TypeVar("Shape")


def decode_loosely(raw: bytes, shape: type[Shape]) -> Shape:
    """Read JSON as a type; letters that no text may hold become U+FFFD. Raises ValueError for what is not readable."""
    try:
        return msgspec.json.decode(raw, type=shape)
    except msgspec.ValidationError:
        raise
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return msgspec.json.decode(_mend(raw), type=shape)


def _mend(raw: bytes) -> bytes:
    try:
        text = json.dumps(json.loads(raw.decode("utf-8", "replace")), ensure_ascii=False)
    except RecursionError:
        raise ValueError("nested without end") from None
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
