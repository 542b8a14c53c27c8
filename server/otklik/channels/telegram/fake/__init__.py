"""An honest fake of the Bot API: the sandbox in which people play the customer, and the tests' other side."""

from otklik.channels.telegram.fake.app import FakeTelegram, Received
from otklik.channels.telegram.fake.engine import Delivered
from otklik.channels.telegram.fake.player import Extra, Player

__all__ = ["Delivered", "Extra", "FakeTelegram", "Player", "Received"]
