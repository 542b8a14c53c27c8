"""Two contacts become one person, and two again.

The kept one takes over addresses and conversations and fills its empty fields; the other stays as a pointer. What
moved is remembered, so undoing gives everything back, and what arrived meanwhile goes to the owner of its address.
Only the last merge of a person can be undone. Locks: contacts in the order of their ids, then conversations.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from msgspec import Struct

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.contacts import repository, repository_merging
from otklik.contacts.addresses import normalise_email, normalise_phone
from otklik.contacts.errors import CannotMerge, CannotUnmerge, NoSuchContact, NoSuchMerge
from otklik.contacts.events import ContactChanged, ContactsMerged, ContactsUnmerged
from otklik.contacts.records import ContactRow, MergeRow
from otklik.infra.db import Tx
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import JobContext
from otklik.kit.errors import Unavailable

_CHAIN_MAX = 20


class Belongings(Protocol):
    """What a person has beside addresses, kept by rooms above this one; the wiring brings it in."""

    async def move(self, tx: Tx, kept_id: int, gone_id: int, by: Actor | None) -> dict[str, Any]:
        """Give everything of `gone_id` to `kept_id`; returns what must be remembered to take it back."""
        ...

    async def give_back(self, tx: Tx, memory: dict[str, Any], by: Actor | None) -> list[int]:
        """Undo `move` by its memory, after the addresses went back; returns the conversations that changed."""
        ...

    async def note(self, tx: Tx, contact_id: int, by: Actor | None, what: str) -> None:
        """Leave a line in what runs with this person at present."""
        ...


class Merged(Struct, frozen=True):
    """A merge that was made."""

    id: int
    kept_id: int


async def get_contact(tx: Tx, contact_id: int) -> ContactRow:
    """Return a contact, or the one it became part of; raises NoSuchContact."""
    for _ in range(_CHAIN_MAX):
        found = await repository.find_contact(tx, contact_id)
        if found is None:
            break
        if found.merged_into is None:
            return found
        contact_id = found.merged_into
    raise NoSuchContact("no such contact")


async def merge_contacts(
    tx: Tx, belongings: Belongings, pair: tuple[int, int], by: Actor | None, reason: str = "operator"
) -> Merged:
    """Make the second of two contacts part of the first; raises NoSuchContact and CannotMerge."""
    kept_id, gone_id = (await get_contact(tx, pair[0])).id, (await get_contact(tx, pair[1])).id
    if kept_id == gone_id:
        raise CannotMerge("these two are one person already")
    await repository.lock_contacts(tx, (kept_id, gone_id))
    kept, gone = await get_contact(tx, kept_id), await get_contact(tx, gone_id)
    if (kept.id, gone.id) != (kept_id, gone_id):
        raise CannotMerge("somebody merged one of the two in the meantime")
    identity_ids = sorted(identity.id for identity in await repository.list_identities(tx, [gone_id]))
    before = await repository_merging.snapshot(tx, kept_id)
    await repository.move_identities(tx, identity_ids, kept_id)
    await repository_merging.fill_from(tx, kept_id, gone_id)
    await repository.set_merged_into(tx, gone_id, kept_id)
    memory = {
        "identities": identity_ids, "before": before, "after": await repository_merging.snapshot(tx, kept_id),
        "belongings": await belongings.move(tx, kept_id, gone_id, by),
    }  # fmt: skip
    merge_id = await repository.insert_merge(
        tx,
        {"kept": kept_id, "gone": gone_id, "memory": memory, "by": by.operator_id if by else None, "reason": reason},
    )
    await write_audit(tx, by, "contact.merged", ("contact", kept_id), {"gone_id": gone_id, "merge_id": merge_id})
    data = {"gone_id": gone_id, "merge_id": merge_id}
    await tx.announce(ContactsMerged(workspace_id=tx.workspace_id, contact_id=kept_id, data=data))
    await _tell(tx, (kept_id, gone_id))
    return Merged(merge_id, kept_id)


async def undo_merge(tx: Tx, belongings: Belongings, merge_id: int, by: Actor | None) -> MergeRow:
    """Make two persons of one again; raises NoSuchMerge and CannotUnmerge."""
    merge = await repository.find_merge(tx, merge_id)
    if merge is None:
        raise NoSuchMerge("no such merge")
    await repository.lock_contacts(tx, (merge.kept_id, merge.gone_id))
    await _check_last(tx, merge)
    await repository_merging.give_back_identities(tx, merge.memory["identities"], merge.kept_id, merge.gone_id)
    await repository.set_merged_into(tx, merge.gone_id, None)
    await repository_merging.restore(tx, merge.kept_id, merge.memory["before"], merge.memory["after"])
    conversation_ids = await belongings.give_back(tx, merge.memory["belongings"], by)
    await repository.mark_merge_undone(tx, merge_id)
    people = {"restored_id": merge.gone_id, "merge_id": merge_id}
    await write_audit(tx, by, "contact.unmerged", ("contact", merge.kept_id), people)
    data = {**people, "conversation_ids": conversation_ids}
    await tx.announce(ContactsUnmerged(workspace_id=tx.workspace_id, contact_id=merge.kept_id, data=data))
    await _tell(tx, (merge.kept_id, merge.gone_id))
    return merge


async def _check_last(tx: Tx, merge: MergeRow) -> None:
    if merge.undone_at is not None:
        raise CannotUnmerge("this merge has been undone already")
    if await repository_merging.find_later_merge(tx, merge) is not None:
        raise CannotUnmerge("one of the two was merged again since; undo that first")


async def _tell(tx: Tx, contact_ids: Sequence[int]) -> None:
    for contact_id in contact_ids:
        await tx.announce(ContactChanged(workspace_id=tx.workspace_id, contact_id=contact_id))


class ProofMerger:
    """Handles the job that follows a vouched address: contacts who own the same one become one person.

    Only addresses that a provider vouches for count, on both sides. Two people whom an operator has parted are left
    alone, and offered as a suggestion instead.
    """

    def __init__(self, belongings: Belongings) -> None:
        self._belongings = belongings

    async def run(self, job: TakenJob, context: JobContext) -> None:
        """Keep the address and merge, in one transaction with the end of the job."""
        async with context.database.system(job.workspace_id) as tx:
            phone = normalise_phone(str(job.payload.get("phone", "")))
            email = normalise_email(str(job.payload.get("email", "")))
            identity = await repository.find_identity(tx, int(job.payload["identity_id"]))
            if identity is not None and (phone or email):
                await self._apply(tx, (identity.id, identity.contact_id), phone=phone, email=email)
            await context.finish_in(tx)

    async def _apply(self, tx: Tx, who: tuple[int, int], *, phone: str, email: str) -> None:
        identity_id, contact_id = who
        others = await repository.find_others_by_proof(tx, contact_id, phone=phone, email=email)
        await repository.lock_contacts(tx, sorted({contact_id, *others}))
        identity = await repository.find_identity(tx, identity_id)
        if identity is None or identity.contact_id != contact_id:
            raise Unavailable("the person was merged meanwhile")
        await repository.set_proved_address(tx, identity_id, phone=phone, email=email)
        await _tell(tx, (contact_id,))
        kept = contact_id
        for other in await repository.find_others_by_proof(tx, contact_id, phone=phone, email=email):
            if other in others and not await repository_merging.were_parted(tx, kept, other):
                pair = (min(kept, other), max(kept, other))
                kept = (await merge_contacts(tx, self._belongings, pair, None, "proof")).kept_id
