"""Two conversations of one person become one by hand, and two again within a day.

The messages of the guest are laid after those of the host, as when people are joined (`joining`); the guest stays
behind as a resolved shell with a line that leads to the host. What is written afterwards stays with the host.
Locks: the contact, then all its conversations, so nobody's message comes between.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import msgspec
from msgspec import Struct

from otklik.conversations import joining, repository_joining
from otklik.conversations import repository_merging as repository
from otklik.conversations.changes import announce_change
from otklik.conversations.errors import (
    AlreadyJoined,
    CannotJoin,
    CannotUnjoin,
    ContactsDiffer,
    NoSuchJoin,
    TooLateToUnjoin,
)
from otklik.conversations.joining import Pair
from otklik.conversations.records import Author, ConversationRecord
from otklik.conversations.repository import find_message, lock_contact
from otklik.conversations.repository_joining import Lying
from otklik.conversations.repository_merging import JoinRow
from otklik.conversations.verbs import add_line, get_conversation
from otklik.infra.db import Tx
from otklik.kit.clock import utc_now
from otklik.kit.errors import Conflict

UNDO_TIME = timedelta(hours=24)


class JoinMemory(Struct, frozen=True, kw_only=True):
    """All that is needed to part two conversations: the pair, what took new messages, and where the moved ones lie.

    `first_message` and `last_message` stand at the ends of the moved stretch; None when the guest was empty.
    """

    pair: Pair
    current: int | None
    line: int | None
    first_message: int | None
    last_message: int | None


async def merge(tx: Tx, guest_id: int, host_id: int, by: Author) -> int:
    """Let a conversation go on in another of the same person; returns the number under which it can be undone.

    Raises CannotJoin, ContactsDiffer and AlreadyJoined.
    """
    if guest_id == host_id:
        raise CannotJoin("a conversation cannot be merged with itself")
    lying = await _lock_both(tx, guest_id, host_id)
    for one in (guest_id, host_id):
        elsewhere = await repository.find_host(tx, one)
        if elsewhere is not None:
            raise AlreadyJoined("this conversation goes on in another one", extra={"conversation_id": elsewhere})
    current = next((one.id for one in lying if one.takes_new), None)
    join_id = await repository.insert_join(tx, host_id, guest_id, by.id if by.kind == "operator" else None)
    pair = await joining.join(tx, host_id, guest_id, by, joining.Wording("merged", {"merge_id": join_id}))
    memory = JoinMemory(
        pair=pair, current=current, line=await repository.find_message_at(tx, host_id, pair.base),
        first_message=await repository.find_message_at(tx, host_id, pair.base + 1) if pair.count else None,
        last_message=await repository.find_message_at(tx, host_id, pair.base + pair.count) if pair.count else None,
    )  # fmt: skip
    await repository.remember_join(tx, join_id, msgspec.to_builtins(memory))
    preferred = host_id if current in {host_id, guest_id} else current
    contact_id = (await get_conversation(tx, host_id)).contact_id
    await repository_joining.choose_current(tx, contact_id, preferred)
    await joining.tell(tx, [guest_id], "merged")
    return join_id


async def undo_merge(tx: Tx, join_id: int, by: Author) -> int:
    """Make two conversations of one again; returns the one that had moved.

    What was written since stays with the host. Raises NoSuchJoin, TooLateToUnjoin and CannotUnjoin.
    """
    found = await repository.find_join(tx, join_id)
    if found is None:
        raise NoSuchJoin("no such merge")
    await _lock_both(tx, found.guest_id, found.host_id)
    join = await repository.find_join(tx, join_id)
    if join is None or join.undone_at is not None:
        raise CannotUnjoin("this merge has been undone already")
    if utc_now() - join.at > UNDO_TIME:
        raise TooLateToUnjoin("a merge can be undone within 24 hours")
    if await repository.has_later_join(tx, join):
        raise CannotUnjoin("one of the two was merged again since; undo that first")
    await part(tx, join, by)
    return join.guest_id


async def part(tx: Tx, join: JoinRow, by: Author) -> None:
    """Take a merge back, however old; the caller holds the contact and its conversations. Raises CannotUnjoin."""
    memory = msgspec.convert(join.memory, JoinMemory)
    pair = memory.pair
    await _check_stretch(tx, memory)
    host = await get_conversation(tx, pair.host_id)
    newer = await repository.count_spoken(tx, pair.host_id, first=pair.base + pair.count + 1, last=host.last_seq)
    await joining.part_pair(tx, pair)
    if newer:
        await _go_on(tx, pair.host_id)
    await repository_joining.choose_current(tx, host.contact_id, memory.current)
    await repository.mark_join_undone(tx, join.id)
    await _leave_lines(tx, memory, by)
    await joining.tell(tx, [pair.host_id, pair.guest_id], "unmerged")


async def part_across(tx: Tx, ours: tuple[int, ...], theirs: tuple[int, ...], by: Author) -> None:
    """Take back the merges between conversations of two people who are about to be parted, where that is possible."""
    for join in await repository.list_joins_across(tx, ours, theirs):
        with suppress(CannotUnjoin):
            await part(tx, join, by)


async def _lock_both(tx: Tx, guest_id: int, host_id: int) -> list[Lying]:
    """Lock the person of two conversations and everything said with them; returns what lies there."""
    contact_id = await _one_contact(tx, guest_id, host_id)
    if tx.hold(f"contact:{contact_id}"):
        await lock_contact(tx, contact_id)
    lying = await repository_joining.lock_conversations_of(tx, [contact_id])
    if not {guest_id, host_id} <= {one.id for one in lying}:
        raise Conflict("somebody merged the contact in the meantime")
    return lying


async def _one_contact(tx: Tx, guest_id: int, host_id: int) -> int:
    guest: ConversationRecord = await get_conversation(tx, guest_id)
    host = await get_conversation(tx, host_id)
    if guest.contact_id != host.contact_id:
        raise ContactsDiffer(
            "these conversations are with different contacts; merge the contacts first",
            extra={"contact_ids": [guest.contact_id, host.contact_id]},
        )
    return host.contact_id


async def _check_stretch(tx: Tx, memory: JoinMemory) -> None:
    pair = memory.pair
    ends = (pair.base + 1, memory.first_message), (pair.base + pair.count, memory.last_message)
    for seq, message_id in ends:
        if message_id is not None and await repository.find_message_at(tx, pair.host_id, seq) != message_id:
            raise CannotUnjoin("what was moved has been moved again since")


async def _go_on(tx: Tx, host_id: int) -> None:
    """A conversation that was spoken in after the merge is open, whatever it was before."""
    await repository_joining.reopen(tx, host_id)
    await repository_joining.recount(tx, host_id, waiting=True)


async def _leave_lines(tx: Tx, memory: JoinMemory, by: Author) -> None:
    pair = memory.pair
    for here, other in ((pair.host_id, pair.guest_id), (pair.guest_id, pair.host_id)):
        data: dict[str, Any] = {"conversation_id": other}
        await add_line(tx, await get_conversation(tx, here), by, "unmerged", data)
    line = await find_message(tx, memory.line) if memory.line is not None else None
    if line is not None:
        await repository.mark_line_undone(tx, line.id)
        await announce_change(tx, line, "undone")
