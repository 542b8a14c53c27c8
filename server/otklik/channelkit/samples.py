"""Trying what the other side sends before anything is connected, where an administrator says how it is read."""

from typing import Any, Protocol, runtime_checkable

from msgspec import Struct

from otklik.channelkit.channel import Settings
from otklik.channelkit.manifest import Words


class SampleFault(Struct, frozen=True):
    """What of a sample could not be read: the place in it or in the settings, and why."""

    place: str
    words: Words


class SampleFact(Struct, frozen=True, kw_only=True):
    """One event as it would be recorded: its kind, and what was found, by the names of the documentation."""

    event: str
    found: dict[str, str]


class SampleRead(Struct, frozen=True, kw_only=True):
    """What a sample is read as; `sends` is what the other side would get from us with these settings."""

    facts: tuple[SampleFact, ...]
    faults: tuple[SampleFault, ...]
    sends: Any = None


@runtime_checkable
class ReadsSamples(Protocol):
    """A delivery can be tried without being stored."""

    def read_sample(self, body: bytes, settings: Settings) -> SampleRead:
        """Say what a delivery is read as. Never raises, whatever body and settings hold; shows no secret."""
        ...
