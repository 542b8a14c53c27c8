"""The other side of the channel: a small messenger that speaks our own shape."""

from otklik.channels.json.fake.app import FakeMessenger

__all__ = ["FakeMessenger"]
