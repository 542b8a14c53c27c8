"""Addresses that we write to first: who is behind them is known from us, not from a channel."""

from msgspec import Struct

from otklik.contacts.errors import AddressTaken
from otklik.contacts.events import ContactChanged
from otklik.contacts.recognition import recognise
from otklik.contacts.records import Arrival
from otklik.infra.db import Tx


class Met(Struct, frozen=True):
    """A person and the address by which they are written to."""

    contact_id: int
    identity_id: int


async def meet(tx: Tx, inbox_id: int, address: str, name: str = "") -> Met:
    """Return who has an e-mail address in an inbox, made now if nobody has it."""
    arrival = Arrival(
        number=0, workspace_id=tx.workspace_id, inbox_id=inbox_id, external_id=address, email=address, name=name
    )  # fmt: skip
    person = (await recognise(tx, [arrival]))[0]
    if person.is_new:
        await tx.announce(ContactChanged(workspace_id=tx.workspace_id, contact_id=person.contact_id))
    return Met(person.contact_id, person.identity_id)


async def give_address(tx: Tx, contact_id: int, inbox_id: int, address: str) -> Met:
    """Return the address as one of a person's own, made now if nobody has it; raises AddressTaken."""
    params = {"workspace": tx.workspace_id, "contact": contact_id, "inbox": inbox_id, "address": address}
    made = await tx.value(
        """insert into identity (workspace_id, contact_id, inbox_id, external_id, email)
           values (%(workspace)s, %(contact)s, %(inbox)s, %(address)s, %(address)s)
           on conflict (inbox_id, external_id) do nothing returning id""",
        params,
    )
    if made is not None:
        await tx.announce(ContactChanged(workspace_id=tx.workspace_id, contact_id=contact_id))
        return Met(contact_id, made)
    known = await tx.find(
        Met,
        """select contact_id, id as identity_id from identity
           where inbox_id = %(inbox)s and external_id = %(address)s and workspace_id = %(workspace)s""",
        params,
    )
    if known is None or known.contact_id != contact_id:
        raise AddressTaken(
            "this address belongs to another customer", extra={"contact_id": known.contact_id if known else None}
        )
    return known
