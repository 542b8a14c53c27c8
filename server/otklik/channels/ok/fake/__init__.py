"""A fake of Odnoklassniki's messages to groups, made from its pages: nobody else's program has confirmed it."""

from otklik.channels.ok.fake.app import FakeOk

__all__ = ["FakeOk"]
