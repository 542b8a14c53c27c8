"""Prepared answers in a first message: filled in for the person, while there is no conversation yet."""

import msgspec

from otklik.access.actor import Actor
from otklik.canned_responses.inserting import Addressee, Filled, addressee_of, fill_in_for, take
from otklik.conversations.keeping import LaidFile
from otklik.desk.room import Desk
from otklik.desk.schemas_starting import FirstAddressee
from otklik.desk.sight import see_contact
from otklik.infra.db import Tx


async def fill_in(tx: Tx, desk: Desk, actor: Actor, response_id: int, to: FirstAddressee) -> Filled:
    """Fill a prepared answer in for whom `to` names. Changes nothing."""
    return await fill_in_for(tx, desk.registry, actor, (await _read(tx, actor, to), response_id), to.language)


async def insert(
    tx: Tx, desk: Desk, actor: Actor, response_id: int, to: FirstAddressee
) -> tuple[Filled, list[LaidFile]]:
    """Fill a prepared answer in, count the use, and lay its files ready as the operator's own uploads."""
    return await take(tx, actor, await fill_in(tx, desk, actor, response_id, to))


async def _read(tx: Tx, actor: Actor, to: FirstAddressee) -> Addressee:
    """Return what is known; an address typed beside a known person has no say over what their card holds."""
    email, phone = (to.address, "") if "@" in to.address else ("", to.address)
    if to.contact_id is None:
        known = Addressee(name=to.name, email=email, phone=phone)
    else:
        known = addressee_of(await see_contact(tx, actor, to.contact_id))
        known = msgspec.structs.replace(known, email=known.email or email, phone=known.phone or phone)
    return msgspec.structs.replace(known, subject=to.subject, inbox_id=to.inbox_id)
