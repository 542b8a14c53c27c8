"""Facebook Messenger: messages to a page."""

from otklik.channels.messenger.channel import MessengerChannel

__all__ = ["MessengerChannel"]
