"""How messages of VK are named in the desk, and back.

A person is their number: "42". A message is the person and its number in that conversation: "42:7". Where VK told
only the number it counts over the whole community, that stands behind a letter: "42:m1007".
"""

from msgspec import Struct

GROUP_CHATS_FROM = 2_000_000_000
"""Peers from here on are chats of several people; below zero they are communities."""


class Spot(Struct, frozen=True):
    """Where a message is: by its number in the conversation, or by the one in the community when only that is known."""

    peer: int
    cmid: int = 0
    message_id: int = 0

    def __str__(self) -> str:
        """Write it as the key of a message."""
        return f"{self.peer}:{self.cmid}" if self.cmid else f"{self.peer}:m{self.message_id}"


def read_spot(external_id: str) -> Spot:
    """Read the key of a message; raises ValueError when it is none."""
    peer, _, number = external_id.partition(":")
    if number.startswith("m"):
        return Spot(int(peer), message_id=int(number[1:]))
    return Spot(int(peer), int(number))


def is_person(peer: int) -> bool:
    """Whether this is one person, not a chat of several and not a community."""
    return 0 < peer < GROUP_CHATS_FROM
