"""How people of WhatsApp are named in the desk, and back.

A person is their user id ("RU.1349…"), which stays when a number is hidden behind a username, or, where only the number
is known, its digits. The two cannot be mistaken: a user id is never digits alone.
"""

import re
from typing import Final

from otklik.channelkit.inbound import Proof, Sender
from otklik.channelkit.meta.reading import Json, items, part, word

_NOT_DIGITS: Final = re.compile(r"\D")
_ID_MAX = 160
_PHONE_MAX = 20


def is_phone(recipient: str) -> bool:
    """Whether a person is named by their number."""
    return recipient.removeprefix("+").isdecimal()


def read_phone(written: str) -> str:
    """Return the digits of a number, however it is written."""
    return _NOT_DIGITS.sub("", written)[:_PHONE_MAX]


def recipient_fields(recipient: str) -> dict[str, str]:
    """Return the field that says to whom: a number and a user id have fields of their own."""
    return {"to": read_phone(recipient)} if is_phone(recipient) else {"recipient": recipient}


def block_fields(recipient: str) -> dict[str, str]:
    """Return the element that names a person to be blocked."""
    return {"user": f"+{read_phone(recipient)}"} if is_phone(recipient) else {"user_id": recipient}


class People:
    """The `contacts[]` that stand beside messages and statuses: names and numbers of those who are spoken of."""

    def __init__(self, value: Json) -> None:
        cards = items(value, "contacts")
        self._by_id = {word(card, "user_id", _ID_MAX): card for card in reversed(cards)}
        self._by_phone = {read_phone(word(card, "wa_id")): card for card in reversed(cards)}

    def find(self, user_id: str, phone: str) -> Sender | None:
        """Describe a person; None when nothing names them."""
        card = self._card(user_id, phone)
        user_id = user_id or word(card, "user_id", _ID_MAX)
        phone = phone or read_phone(word(card, "wa_id"))
        if not user_id and not phone:
            return None
        profile = part(card, "profile")
        return Sender(
            external_id=user_id or phone, name=word(profile, "name", 200), username=word(profile, "username", 64),
            phone=f"+{phone}" if phone else "", proof=Proof.PROVIDER if phone else Proof.NONE,
        )  # fmt: skip

    def _card(self, user_id: str, phone: str) -> Json:
        found = self._by_id.get(user_id) if user_id else None
        return found or (self._by_phone.get(phone) if phone else None) or {}


def read_id(value: Json, name: str) -> str:
    """Return a user id."""
    return word(value, name, _ID_MAX)
