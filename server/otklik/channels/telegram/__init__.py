"""Telegram: bots, and business accounts that let a bot answer for them."""

from otklik.channels.telegram.channel import TelegramChannel

__all__ = ["TelegramChannel"]
