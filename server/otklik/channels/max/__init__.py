"""MAX: bots of the Russian messenger."""

from otklik.channels.max.channel import MaxChannel

__all__ = ["MaxChannel"]
