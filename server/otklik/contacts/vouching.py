"""A person whom a company's own site vouches for: their address in a chat, and what they wrote before it knew them."""

from msgspec import Struct

from otklik.contacts import repository, repository_merging, repository_vouching
from otklik.contacts.addresses import normalise_email, normalise_phone
from otklik.contacts.events import ContactChanged
from otklik.contacts.merging import Belongings, merge_contacts
from otklik.infra.db import Tx
from otklik.kit.errors import Unavailable


class Vouched(Struct, frozen=True, kw_only=True):
    """Somebody proved: under which name an inbox knows them from now on, and what is vouched for beside it."""

    inbox_id: int
    external_id: str
    name: str = ""
    email: str = ""
    phone: str = ""


async def vouch(tx: Tx, belongings: Belongings, who: Vouched, former_id: str = "") -> None:
    """Mark an identity as proved, and give it what was written under `former_id`; somebody new needs nothing.

    The first proof renames the identity that wrote anonymously. A later one, on another device, joins the two
    people by the verb that an operator can undo; two whom an operator has parted stay apart.
    """
    await repository_vouching.take_turn(tx, who.inbox_id, who.external_id)
    former = await repository_vouching.find_identity(tx, who.inbox_id, former_id) if former_id else None
    known = await repository_vouching.find_identity(tx, who.inbox_id, who.external_id)
    if former is not None and known is None:
        await _lock(tx, former)
        await repository_vouching.rename(tx, former.id, who.external_id)
        known = former
    elif former is not None and known is not None:
        await _join(tx, belongings, known.contact_id, former.contact_id)
    if known is None:
        return
    fresh = await repository_vouching.find_identity(tx, who.inbox_id, who.external_id)
    if fresh is None:
        raise Unavailable("the person is being merged just now")
    await _lock(tx, fresh)
    facts = {"name": who.name, "email": normalise_email(who.email), "phone": normalise_phone(who.phone)}
    if await repository_vouching.set_proved(tx, fresh.id, facts):
        await repository_vouching.fill_contact(tx, fresh.contact_id, facts)
        await tx.announce(ContactChanged(workspace_id=tx.workspace_id, contact_id=fresh.contact_id))


async def _join(tx: Tx, belongings: Belongings, kept_id: int, gone_id: int) -> None:
    if kept_id != gone_id and not await repository_merging.were_parted(tx, kept_id, gone_id):
        await merge_contacts(tx, belongings, (kept_id, gone_id), None, "proof")


async def _lock(tx: Tx, identity: repository_vouching.Known) -> None:
    """Lock the person of an identity; whoever merged them meanwhile makes the caller try again."""
    await repository.lock_contacts(tx, (identity.contact_id,))
    now = await repository.find_identity(tx, identity.id)
    if now is None or now.contact_id != identity.contact_id:
        raise Unavailable("the person is being merged just now")
