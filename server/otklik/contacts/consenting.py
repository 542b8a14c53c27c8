"""What people said about being written to, address by address: recorded, never overwritten.

An opt-out is about messages we send of our own accord. An answer to somebody who writes is not one of those.
"""

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.contacts import repository, repository_card
from otklik.contacts.errors import NoSuchAddress
from otklik.contacts.events import ContactChanged
from otklik.contacts.merging import get_contact
from otklik.infra.db import Tx


async def record_consent(tx: Tx, actor: Actor, contact_id: int, identity_id: int, *, given: bool) -> None:
    """Record an opt-in or opt-out for an address of a person; saying the same again adds nothing.

    Raises NoSuchContact and NoSuchAddress.
    """
    contact = await get_contact(tx, contact_id)
    await repository.lock_contacts(tx, (contact.id,))
    identity = await repository.find_identity(tx, identity_id)
    if identity is None or identity.contact_id != contact.id:
        raise NoSuchAddress("this person has no such address")
    if await repository_card.find_last_consent(tx, identity_id) is given:
        return
    await repository_card.insert_consent(tx, identity_id, actor, given=given)
    what = "opted_in" if given else "opted_out"
    await write_audit(tx, actor, f"contact.{what}", ("contact", contact.id), {"inbox_id": identity.inbox_id})
    await tx.announce(ContactChanged(workspace_id=tx.workspace_id, contact_id=contact.id))


async def note_own_consent(tx: Tx, identity_id: int, *, given: bool) -> bool:
    """Record what a person told the provider themselves; False when they had said so before."""
    if await repository_card.find_last_consent(tx, identity_id) is given:
        return False
    await repository_card.insert_consent(tx, identity_id, None, given=given)
    return True
