"""Addresses that nobody knew yet: read as the inbox they are typed for has them, an e-mail address or a number."""

import re
from typing import Final

from otklik.channelkit.phones import read_phone
from otklik.channelkit.registry import Registry
from otklik.contacts.records import Address
from otklik.conversations.errors import ClosedChannel
from otklik.desk import repository_mail
from otklik.desk.mailing import WORKING, open_mailbox
from otklik.desk.recipients import is_own, read_address
from otklik.inboxes.records import InboxRecord
from otklik.inboxes.service import get_inbox
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid
from otklik.kit.mail_addresses import normalise_address

_HOME: Final = "RU"
_NATIONAL: Final = 11
_NOT_DIGIT: Final = re.compile(r"\D")


async def open_first_way(tx: Tx, registry: Registry, inbox_id: int, typed: str) -> tuple[InboxRecord, Address]:
    """Return an inbox that works now and the address for it; raises Invalid naming the field, ClosedChannel."""
    inbox = await get_inbox(tx, inbox_id)
    if is_phone_line(registry, inbox.channel):
        if inbox.status not in WORKING:
            raise ClosedChannel("this inbox does not work now", extra={"reason": "inbox_paused", "alternatives": []})
        return inbox, _read_number(inbox, typed)
    return await open_mailbox(tx, registry, inbox_id), await _read_mail(tx, typed)


def is_phone_line(registry: Registry, channel: str) -> bool:
    """Whether anybody whose telephone number is known can be written to first through a channel."""
    can = registry.get(channel).manifest.capabilities
    return can.by_phone and can.opens_conversation


def wrong(field: str, code: str, words: str) -> Invalid:
    """Return the error that names what is wrong with whom to write to."""
    return Invalid("say whom to write to", errors=(FieldError(field, code, words),))


async def _read_mail(tx: Tx, typed: str) -> Address:
    address = read_address(typed)
    if not address:
        raise wrong("address", "bad_address", "this is not an e-mail address")
    if is_own(address, {normalise_address(one) for one in await repository_mail.list_own_addresses(tx)}):
        raise wrong("address", "own_address", "this is one of our own mailboxes")
    return Address(email=address)


def _read_number(inbox: InboxRecord, typed: str) -> Address:
    number = read_number(typed, str(inbox.settings.get("country") or "").upper())
    if not number:
        raise wrong("address", "part_of_phone", "this is not a telephone number; begin with + and the country's code")
    if number == read_phone(str(inbox.settings.get("sender") or ""), _HOME):
        raise wrong("address", "own_phone", "this is our own number")
    return Address(phone=number)


def read_number(typed: str, country: str) -> str:
    """Return a number in E.164, empty for what is none.

    Without a country of the inbox only a whole number is taken, lest somebody else's telephone is written to.
    """
    typed = typed.strip()
    if not country and not typed.startswith("+") and len(_NOT_DIGIT.sub("", typed)) != _NATIONAL:
        return ""
    return read_phone(typed, country or _HOME)
