"""Reading JSON of a provider that adds fields as it likes: what is missing or odd is empty, and nothing raises.

One poison element of a batch must not stop its neighbours, so every reader takes whatever stands there.
"""

import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from otklik.channelkit.errors import UnknownShape
from otklik.kit.text import clean_name, clean_text

Json = Mapping[str, Any]
_EMPTY: Final[Json] = {}
_MILLISECONDS_FROM = 100_000_000_000
_TOO_LATE = 253_000_000_000


def decode(body: bytes) -> Json:
    """Open a delivery; raises UnknownShape when it is not a JSON object."""
    try:
        value = msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError):
        value = _decode_patiently(body)
    if not isinstance(value, dict):
        raise UnknownShape("the delivery is not a JSON object")
    return value


def _decode_patiently(body: bytes) -> object:
    """Read what the strict reader refuses, such as half a character; it costs more, and hardly ever happens."""
    try:
        return json.loads(body)
    except (UnicodeDecodeError, RecursionError, ValueError):
        return None


def part(value: Json, *path: str) -> Json:
    """Return the object at a path; an empty one when there is none."""
    for name in path:
        inner = value.get(name)
        if not isinstance(inner, dict):
            return _EMPTY
        value = inner
    return value


def items(value: Json, name: str) -> list[Json]:
    """Return the objects of a list; what is no object is left out."""
    found = value.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def word(value: Json, name: str, limit: int = 300) -> str:
    """Return an id or another short word; numbers are written out, so that no id loses its last digits."""
    found = value.get(name)
    if isinstance(found, bool) or not isinstance(found, str | int):
        return ""
    return clean_name(_written(found), limit)


def _written(found: str | int) -> str:
    try:
        return str(found)
    except ValueError:
        return ""


def text(value: Json, name: str, limit: int = 100_000) -> str:
    """Return what somebody wrote, with its lines."""
    found = value.get(name)
    return clean_text(found, limit) if isinstance(found, str) else ""


def number(value: Json, name: str) -> float | None:
    """Return a number, also one that stands in a string."""
    found = value.get(name)
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return None
    try:
        read = float(found)
    except (ValueError, OverflowError):
        return None
    return read if math.isfinite(read) else None


def flag(value: Json, name: str) -> bool:
    """Return whether something is said to be so."""
    return value.get(name) is True


def moment(value: Json, name: str, fallback: datetime) -> datetime:
    """Return a time given in seconds or milliseconds, as a number or a string; an odd one becomes the fallback."""
    read = number(value, name)
    if read is None or read <= 0:
        return fallback
    seconds = read / 1000 if read >= _MILLISECONDS_FROM else read
    return datetime.fromtimestamp(seconds, UTC) if seconds < _TOO_LATE else fallback
