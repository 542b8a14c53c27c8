"""Odnoklassniki: messages to a group."""

from otklik.channels.ok.channel import OkChannel

__all__ = ["OkChannel"]
