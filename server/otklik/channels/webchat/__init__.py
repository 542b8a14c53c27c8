"""The chat on a company's own website: our window, our protocol."""

from otklik.channels.webchat.channel import WebchatChannel

__all__ = ["WebchatChannel"]
