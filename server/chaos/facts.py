"""What was seen from outside and what stands inside when the storm is over: the checker's only food."""

from msgspec import Struct, field


class Call(Struct, frozen=True, kw_only=True):
    """A hook call that was answered with 200. An unreadable one has no message of its own, only its mark."""

    mark: str
    inbox_id: int
    external_id: str
    readable: bool = True


class Answered(Struct, frozen=True, kw_only=True):
    """A reply that the API answered with 201; the same reply may have been answered several times."""

    client_id: str
    message_id: int
    text: str


class Sending(Struct, frozen=True):
    """One message that took effect at the provider, in the order of arrival there."""

    chat: str
    text: str


class MessageRow(Struct, frozen=True, kw_only=True):
    """A message as stored; `xid` is the transaction that wrote this version of the row, in 32 bits."""

    id: int
    conversation_id: int
    seq: int
    direction: str
    text: str
    inbox_id: int
    external_id: str
    client_id: str
    delivery: str
    version: int
    xid: int


class ConversationRow(Struct, frozen=True, kw_only=True):
    """A conversation as stored."""

    id: int
    last_seq: int
    version: int
    xid: int


class EventRow(Struct, frozen=True, kw_only=True):
    """An event as stored; `what` and `status` are those of a change."""

    id: int
    xid: int
    kind: str
    conversation_id: int
    message_id: int
    what: str
    status: str


class Shown(Struct, frozen=True):
    """A message as a screen shows it."""

    conversation_id: int
    seq: int
    version: int


class Screen(Struct, frozen=True, kw_only=True):
    """What an operator's screen shows five seconds after its last return, and how often it was told to reload."""

    name: str
    messages: dict[int, Shown]
    conversations: dict[int, int]
    """Version by id."""
    returns: int = 0
    reloads: int = 0


class Leftovers(Struct, frozen=True, kw_only=True):
    """What should not be there after the rest: jobs overdue by a minute, jobs that died, replies still in line."""

    overdue: tuple[str, ...] = ()
    dead: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


class Facts(Struct, frozen=True, kw_only=True):
    """Everything."""

    calls: tuple[Call, ...] = ()
    answered: tuple[Answered, ...] = ()
    refused: tuple[str, ...] = ()
    """Replies that were answered with a plain no: there is no reason for any."""
    sendings: tuple[Sending, ...] = ()
    messages: tuple[MessageRow, ...] = ()
    conversations: tuple[ConversationRow, ...] = ()
    events: tuple[EventRow, ...] = ()
    failed_bodies: tuple[str, ...] = ()
    """The visible list of hook calls that could not be read or recorded."""
    screens: tuple[Screen, ...] = ()
    leftovers: Leftovers = field(default_factory=Leftovers)
