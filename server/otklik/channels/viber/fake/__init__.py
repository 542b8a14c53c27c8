"""A Viber to play with: the methods of a bot, and signed deliveries."""

from otklik.channels.viber.fake.app import FakeViber

__all__ = ["FakeViber"]
