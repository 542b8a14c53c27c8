"""A stand-in for the Messenger Platform, for tests and the sandbox."""

from otklik.channels.messenger.fake.app import FakeMessenger

__all__ = ["FakeMessenger"]
