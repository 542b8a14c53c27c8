"""Our own name of a part of a message, for providers that carry a word of ours along and bring it back."""

import re
from typing import Final

_SHAPE: Final = re.compile(r"otk\.(?P<message>[1-9][0-9]{0,18})\.(?P<part>[0-9]{1,4})", re.ASCII)


def make_tag(message_id: int, part: int) -> str:
    """Name a part; the same part has the same name in every attempt."""
    return f"otk.{message_id}.{part}"


def read_tag(text: str) -> tuple[int, int] | None:
    """Return message and part of a name of ours; None for anybody else's words."""
    found = _SHAPE.fullmatch(text)
    return (int(found["message"]), int(found["part"])) if found else None
