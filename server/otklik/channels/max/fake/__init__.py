"""An honest fake of MAX: the sandbox in which people play the customer, and the tests' other side."""

from otklik.channels.max.fake.app import FakeMax

__all__ = ["FakeMax"]
