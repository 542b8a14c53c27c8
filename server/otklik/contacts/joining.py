"""Another address of a known person, by which we write to them first."""

from otklik.contacts import repository
from otklik.contacts.events import ContactChanged
from otklik.infra.db import Tx


async def give_address(tx: Tx, contact_id: int, inbox_id: int, address: str, *, proved: bool) -> int:
    """Return the identity of an e-mail address in a mailbox, the person's own if nobody has it yet.

    An address that somebody else has stays theirs: whoever only says that it is theirs gets nothing of it.
    """
    await repository.lock_contacts(tx, (contact_id,))
    number, fresh = await repository.ensure_address(tx, contact_id, inbox_id, address, proved=proved)
    if fresh:
        await tx.announce(ContactChanged(workspace_id=tx.workspace_id, contact_id=contact_id))
    return number
