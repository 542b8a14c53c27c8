"""How people and messages of Telegram are named in the desk, and back.

A person in the bot's own chat is "77"; a person who writes to a business account is "<connection>/77", because an
answer to them must name the connection. A message is its chat and its number there: "77:4021".
"""

from msgspec import Struct


class Address(Struct, frozen=True):
    """Where a message goes: a chat, seen through a business account or not."""

    chat: int
    connection: str = ""

    def __str__(self) -> str:
        """Write it as the key of a person."""
        return f"{self.connection}/{self.chat}" if self.connection else str(self.chat)

    def message(self, number: int) -> str:
        """Write the key of a message in this chat."""
        return f"{self}:{number}"


def read_address(recipient: str) -> Address:
    """Read the key of a person; raises ValueError when it is none."""
    connection, _, chat = recipient.rpartition("/")
    return Address(int(chat), connection)


def read_message(external_id: str) -> tuple[Address, int]:
    """Read the key of a message; raises ValueError when it is none."""
    address, _, number = external_id.rpartition(":")
    return read_address(address), int(number)
