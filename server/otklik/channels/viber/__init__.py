"""Viber: bots that people write to."""

from otklik.channels.viber.channel import ViberChannel

__all__ = ["ViberChannel"]
