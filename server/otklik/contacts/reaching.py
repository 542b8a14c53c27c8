"""Who can be written to: what a sender learns from being written to."""

from otklik.contacts.events import ContactChanged
from otklik.contacts.records import Recognised
from otklik.contacts.repository import set_reach
from otklik.infra.db import Tx


async def reach_again(tx: Tx, workspace_id: int, person: Recognised) -> None:
    """Let a person who has just written be written to, whatever was said before.

    Not every provider tells that we are let in again, and nobody writes to whom they shut out.
    """
    if not person.reachable and await set_reach(tx, person.identity_id, reachable=True, reason=""):
        await tx.announce(ContactChanged(workspace_id=workspace_id, contact_id=person.contact_id))
