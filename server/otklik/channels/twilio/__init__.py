"""SMS by Twilio."""

from otklik.channels.twilio.channel import TwilioChannel

__all__ = ["TwilioChannel"]
