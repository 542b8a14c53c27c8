"""Addresses that we write to first: who is behind them is known from us, not from a channel."""

from otklik.contacts import repository
from otklik.contacts.events import ContactChanged
from otklik.contacts.recognition import recognise
from otklik.contacts.records import Address, Arrival, Met
from otklik.infra.db import Tx


async def meet(tx: Tx, inbox_id: int, address: Address, name: str = "") -> Met:
    """Return who has an address in an inbox, made now if nobody has it."""
    arrival = Arrival(
        number=0, workspace_id=tx.workspace_id, inbox_id=inbox_id, external_id=address.external_id,
        email=address.email, phone=address.phone, name=name,
    )  # fmt: skip
    person = (await recognise(tx, [arrival]))[0]
    if person.is_new:
        await tx.announce(ContactChanged(workspace_id=tx.workspace_id, contact_id=person.contact_id))
    return Met(person.contact_id, person.identity_id)


async def shut_way(tx: Tx, identity_id: int, reason: str) -> None:
    """Note that an address only leads in: nothing can be sent there, for this reason."""
    await repository.set_reach(tx, identity_id, reachable=False, reason=reason)


async def give_address(tx: Tx, contact_id: int, inbox_id: int, address: Address, *, proved: bool = False) -> Met:
    """Return who has an address in an inbox: the person if nobody had it yet.

    An address that somebody else has stays theirs: whoever only says that it is theirs gets nothing of it.
    """
    await repository.lock_contacts(tx, (contact_id,))
    owner, fresh = await repository.ensure_address(tx, contact_id, inbox_id, address, proved=proved)
    if fresh:
        await tx.announce(ContactChanged(workspace_id=tx.workspace_id, contact_id=contact_id))
    return owner
