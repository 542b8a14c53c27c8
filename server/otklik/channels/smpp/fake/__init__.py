"""A centre of short messages in this process: takes what is submitted, delivers what people write, misbehaves."""

from otklik.channels.smpp.fake.centre import FakeCentre, Session

__all__ = ["FakeCentre", "Session"]
