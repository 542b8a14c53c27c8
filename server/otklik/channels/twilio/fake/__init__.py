"""Twilio's messages in this process."""

from otklik.channels.twilio.fake.provider import FakeTwilio

__all__ = ["FakeTwilio"]
