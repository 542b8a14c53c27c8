"""Telegram: bots, and business accounts that let a bot answer for them."""
