"""What one delivery holds: up to a thousand things of several accounts, in any of three shapes."""

from collections.abc import Iterator

from msgspec import Struct

from otklik.channelkit.errors import UnknownShape
from otklik.channelkit.meta.reading import Json, decode, items, part, word


class Change(Struct, frozen=True):
    """One `changes[]` element: a field of an account and its new value; `entry` is what it stood in."""

    account: str
    field: str
    value: Json
    entry: Json


class Event(Struct, frozen=True):
    """One `messaging[]` element. `standby`: another app holds the conversation, and we only listen."""

    account: str
    body: Json
    standby: bool = False


def read_changes(body: bytes) -> Iterator[Change]:
    """Return every change of a delivery; raises UnknownShape when it is none."""
    yield from _changes(_open(body))


def read_events(body: bytes) -> Iterator[Event]:
    """Return every event of a delivery, also one that came as a change or bare; raises UnknownShape."""
    envelope = _open(body)
    for entry in items(envelope, "entry"):
        account = word(entry, "id")
        for one in items(entry, "messaging"):
            yield Event(account, one)
        for one in items(entry, "standby"):
            yield Event(account, one, standby=True)
    for change in _changes(envelope):
        yield Event(change.account, change.value)


def _open(body: bytes) -> Json:
    envelope = decode(body)
    bare = isinstance(envelope.get("field"), str) and isinstance(envelope.get("value"), dict)
    if not bare and not isinstance(envelope.get("entry"), list):
        raise UnknownShape("the delivery has no entries")
    return envelope


def _changes(envelope: Json) -> Iterator[Change]:
    if "entry" not in envelope:
        yield Change("", word(envelope, "field"), part(envelope, "value"), envelope)
    for entry in items(envelope, "entry"):
        for change in items(entry, "changes"):
            yield Change(word(entry, "id"), word(change, "field"), part(change, "value"), entry)
