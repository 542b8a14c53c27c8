"""How people and files of MAX are named in the desk, and back.

A person is the dialog with them, "9001": every event names it, answers, "is typing" and the profile go to it. Should
MAX ever leave the dialog out, the person is "user:42", who can still be answered. A message is its `mid`.
"""

from typing import Any

import msgspec
from msgspec import Struct

_USER = "user:"
_ID_MAX = 2**63


class FileRef(Struct, frozen=True, omit_defaults=True, rename={"mid": "m", "number": "n", "url": "u", "video": "v"}):
    """Where the bytes of an attachment are: its address, and its message, from which a fresh address can be had."""

    mid: str
    number: int
    url: str = ""
    video: str = ""


def is_id(value: int | None) -> bool:
    """Whether a number can be one of MAX's ids, which have 64 bits."""
    return value is not None and value != 0 and -_ID_MAX <= value < _ID_MAX


def write_person(chat_id: int | None, user_id: int | None) -> str:
    """Return the key of a person; empty when neither the dialog nor the person is named."""
    if is_id(chat_id):
        return str(chat_id)
    return f"{_USER}{user_id}" if is_id(user_id) else ""


def query_of(recipient: str) -> dict[str, str]:
    """Return the parameter that says to whom; raises ValueError for a key that is none of ours."""
    if recipient.startswith(_USER):
        return {"user_id": str(int(recipient.removeprefix(_USER)))}
    return {"chat_id": str(int(recipient))}


def chat_of(recipient: str) -> str:
    """Return the dialog of a person, empty when only the person is known."""
    return query_of(recipient).get("chat_id", "")


def write_ref(ref: FileRef) -> str:
    """Write the handle of an attachment."""
    return msgspec.json.encode(ref).decode()


def read_ref(text: str) -> FileRef:
    """Read the handle of an attachment; raises ValueError when it is none."""
    try:
        return msgspec.json.decode(text, type=FileRef)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise ValueError(f"no handle of a file: {error}") from None


def path_piece(value: Any) -> str:  # noqa: ANN401 - whatever an address carries
    """Return a value as one piece of a path, with nothing in it that would change the address."""
    text = str(value)
    if not text or not all(character.isalnum() or character in "_-." for character in text) or not text.isascii():
        raise ValueError("not a piece of an address")
    return text
