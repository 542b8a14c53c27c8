"""The wire contract of pinned messages."""

from msgspec import Struct

from otklik.desk.schemas import Moment, Named


class PinnedMessage(Struct, frozen=True, kw_only=True):
    """A message pinned over its conversation: the beginning of its text, and who pinned it when."""

    message_id: int
    seq: int
    kind: str
    author_name: str
    text: str
    by: Named
    at: Moment
