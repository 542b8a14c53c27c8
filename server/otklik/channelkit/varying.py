"""What an inbox can do, where that is not the same for all inboxes of a channel."""

from functools import cache
from typing import Protocol, cast, runtime_checkable

from otklik.channelkit.capabilities import Capabilities
from otklik.channelkit.channel import Channel, Settings


@runtime_checkable
class Varies(Protocol):
    """Whoever sets an inbox up says what the other side can do."""

    def capabilities(self, settings: Settings) -> Capabilities:
        """Return what an inbox with these settings can. Pure and quick; looks at public settings only."""
        ...


def capabilities_of(channel: Channel, settings: Settings) -> Capabilities:
    """Return what an inbox of this channel can: the manifest's record, unless the channel says it by the settings."""
    if varies(type(channel)):
        return cast("Varies", channel).capabilities(settings)
    return channel.manifest.capabilities


@cache
def varies(kind: type[object]) -> bool:
    """Say whether a kind of channel has capabilities by inbox; asked once, because asking is slow."""
    return issubclass(kind, Varies)
