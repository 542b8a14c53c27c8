"""What a line remembers across restarts, kept as the cursor: parts that wait for the others, and what came lately."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from msgspec import Struct

from otklik.channels.smpp.parts import Place

WAIT_FOR_PARTS: Final = timedelta(minutes=10)
REPEAT_WITHIN: Final = timedelta(minutes=5)
PARTS_MAX: Final = 500
_LATELY_MAX: Final = 300


class Waiting(Struct, frozen=True, kw_only=True):
    """A long text on its way: `pdus` by the number of the part."""

    source: str
    destination: str
    reference: int
    total: int
    since: datetime
    pdus: dict[int, str]

    @property
    def is_whole(self) -> bool:
        """Every part is there."""
        return len(self.pdus) == self.total

    def in_order(self) -> tuple[str, ...]:
        """Return the parts in order, an empty one for each that is missing."""
        return tuple(self.pdus.get(number, "") for number in range(1, self.total + 1))


class Seen(Struct, frozen=True):
    """A delivery that came a moment ago, and how often."""

    hash: str
    at: datetime
    times: int = 1


class Memory(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The whole of it. Every change gives a new one: the old one counts until the new is stored."""

    waiting: tuple[Waiting, ...] = ()
    lately: tuple[Seen, ...] = ()

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Memory":
        """Read a stored memory; one that makes no sense is as good as none."""
        try:
            return msgspec.convert(dict(stored), cls, strict=False)
        except msgspec.ValidationError:
            return cls()

    def write(self) -> dict[str, Any]:
        """Return what is stored."""
        written: dict[str, Any] = msgspec.to_builtins(self, str_keys=True)
        return written

    def with_part(self, place: Place, ends: tuple[str, str], pdu: str, now: datetime) -> tuple["Memory", Waiting]:
        """Add a part; returns the new memory and the text it belongs to. The same part again changes nothing."""
        found = next((one for one in reversed(self.waiting) if _is_of(one, place, ends, pdu)), None)
        if found is None:
            found = Waiting(
                source=ends[0], destination=ends[1], reference=place.reference, total=place.total, since=now, pdus={}
            )
        grown = msgspec.structs.replace(found, pdus={place.number: pdu, **found.pdus})
        return self.without(found, and_with=(grown,)), grown

    def without(self, gone: Waiting, *, and_with: Sequence[Waiting] = ()) -> "Memory":
        """Forget a text; `and_with` takes its place."""
        return msgspec.structs.replace(
            self, waiting=(*(one for one in self.waiting if one is not gone and one != gone), *and_with)
        )

    def find_overdue(self, now: datetime) -> Waiting | None:
        """Return a text whose missing parts are waited for no longer, or that there is no room to wait for."""
        crowded = sum(len(one.pdus) for one in self.waiting) > PARTS_MAX
        overdue = [one for one in self.waiting if crowded or now - one.since >= WAIT_FOR_PARTS]
        return min(overdue, key=lambda one: one.since, default=None)

    def next_deadline(self) -> datetime | None:
        """Return when the first text is overdue."""
        return min((one.since + WAIT_FOR_PARTS for one in self.waiting), default=None)

    def count(self, digest: str, now: datetime) -> tuple["Memory", int]:
        """Note a delivery; returns the new memory and how often the same has come within a few minutes."""
        fresh = [one for one in self.lately if now - one.at < REPEAT_WITHIN]
        times = next((one.times for one in fresh if one.hash == digest), 0) + 1
        rest = [one for one in fresh if one.hash != digest][-(_LATELY_MAX - 1) :]
        return msgspec.structs.replace(self, lately=(*rest, Seen(digest, now, times))), times


def _is_of(one: Waiting, place: Place, ends: tuple[str, str], pdu: str) -> bool:
    """Whether a part belongs to a text; references come again, so another part in its place begins another text."""
    same = (one.source, one.destination, one.reference, one.total) == (*ends, place.reference, place.total)
    return same and one.pdus.get(place.number, pdu) == pdu
