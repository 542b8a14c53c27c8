"""Remarks of a channel on a message, for the operator: a closed set of words, and what could not be shown."""

import re
from enum import StrEnum

from msgspec import Struct

_BETWEEN = re.compile(r"[,\s]+")


class Note(StrEnum):
    """A remark that the desk has words for."""

    MISSING_PARTS = "missing_parts"
    PROBABLE_DUPLICATE = "probable_duplicate"
    BINARY = "binary"
    CROPPED = "cropped"
    LIVE = "live"
    ENCRYPTED = "encrypted"
    SIGNED = "signed"
    CALENDAR = "calendar"
    CUT = "cut"
    TOO_MANY_PARTS = "too_many_parts"
    TOO_LARGE = "too_large"
    UNAVAILABLE = "unavailable"


class Remarks(Struct, frozen=True):
    """What a channel said of a message: known remarks, and in the provider's words what of it cannot be shown."""

    notes: tuple[Note, ...]
    unshown: str


def read_note(note: str) -> Remarks:
    """Read the `note` of a message."""
    words = [one for one in _BETWEEN.split(note) if one]
    known = {one.value for one in Note}
    if words and all(one in known for one in words):
        return Remarks(tuple(dict.fromkeys(Note(one) for one in words)), "")
    pieces = [one.strip() for one in note.split(",") if one.strip()]
    return Remarks(
        tuple(dict.fromkeys(Note(one) for one in pieces if one in known)),
        ", ".join(one for one in pieces if one not in known),
    )  # fmt: skip
