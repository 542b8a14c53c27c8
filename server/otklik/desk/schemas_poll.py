"""The wire contract of polls."""

from msgspec import Struct


class PollOption(Struct, frozen=True):
    """An answer of a poll and how many have chosen it, as far as the channel tells."""

    text: str
    votes: int


class Poll(Struct, frozen=True, kw_only=True):
    """A question with answers to choose; the question is the text of the message."""

    options: list[PollOption]
    votes: int
    multiple: bool
    closed: bool
    quiz: bool
