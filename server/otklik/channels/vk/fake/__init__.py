"""A VK to play with: the methods that a community uses, its callback servers and its long poll."""

from otklik.channels.vk.fake.app import FakeVk

__all__ = ["FakeVk"]
