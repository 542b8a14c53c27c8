"""The channels built into this installation, by slug."""

from collections.abc import Iterable, Iterator

from otklik.channelkit.channel import Channel
from otklik.kit.errors import NotFound


class Registry:
    """Looks channels up; filled once, by the wiring."""

    def __init__(self, channels: Iterable[Channel]) -> None:
        self._channels = {channel.manifest.slug: channel for channel in channels}

    def get(self, slug: str) -> Channel:
        """Return a channel; raises NotFound for one this installation does not have."""
        try:
            return self._channels[slug]
        except KeyError as error:
            raise NotFound(f"there is no channel {slug!r}", code="no_such_channel") from error

    def __iter__(self) -> Iterator[Channel]:
        return iter(self._channels.values())
