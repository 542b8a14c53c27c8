"""A new question that was written into an old conversation gets one of its own.

The message and all that follows move; every place they left gets a line "moved", so that numbers stay dense.
"""

from otklik.conversations import joining, repository_joining
from otklik.conversations import repository_merging as repository
from otklik.conversations.errors import CannotSplit
from otklik.conversations.events import ConversationOpened
from otklik.conversations.records import Author
from otklik.conversations.repository import lock_contact
from otklik.conversations.repository_joining import Stretch
from otklik.conversations.verbs import add_line, get_conversation
from otklik.infra.db import Tx
from otklik.kit.errors import Conflict


async def split(tx: Tx, source_id: int, from_seq: int, by: Author) -> int:
    """Move a message and all after it to a new conversation of the same person; returns that one.

    It stays in the same hands, is open, and takes the customer's next message if the old one did. Raises CannotSplit
    when nothing was said before that message, or nothing from there on.
    """
    contact_id = (await get_conversation(tx, source_id)).contact_id
    if tx.hold(f"contact:{contact_id}"):
        await lock_contact(tx, contact_id)
    lying = await repository_joining.lock_conversations_of(tx, [contact_id])
    source = await get_conversation(tx, source_id)
    if source.contact_id != contact_id:
        raise Conflict("somebody merged the contact in the meantime")
    await _check(tx, source_id, from_seq, source.last_seq)
    made_id = await repository.open_beside(tx, source_id)
    await _move(tx, source_id, made_id, Stretch(from_seq, source.last_seq, 1 - from_seq))
    current = next((one.id for one in lying if one.takes_new), None)
    await repository_joining.choose_current(tx, contact_id, made_id if current == source_id else current)
    await _tell(tx, source_id, made_id, by)
    return made_id


async def _check(tx: Tx, source_id: int, from_seq: int, last_seq: int) -> None:
    before = await repository.count_spoken(tx, source_id, first=1, last=from_seq - 1)
    after = await repository.count_spoken(tx, source_id, first=from_seq, last=last_seq)
    if not before or not after:
        raise CannotSplit("something must stay and something must move")


async def _move(tx: Tx, source_id: int, made_id: int, stretch: Stretch) -> None:
    moved = await repository_joining.shift_messages(tx, source_id, made_id, stretch)
    left = [(source_id, seq) for seq in range(stretch.first, stretch.last + 1)]
    await repository_joining.fill_places(tx, left, made_id)
    await repository.settle_split(tx, source_id, made_id, stretch.first)
    for conversation_id in (source_id, made_id):
        await repository_joining.recount(tx, conversation_id, waiting=True)
        await joining.show_last(tx, conversation_id)
    await joining.tell_moved(tx, made_id, moved)


async def _tell(tx: Tx, source_id: int, made_id: int, by: Author) -> None:
    made = await get_conversation(tx, made_id)
    await tx.announce(
        ConversationOpened(
            workspace_id=tx.workspace_id, conversation_id=made_id, contact_id=made.contact_id, data={"by": by.kind}
        )
    )
    await add_line(tx, await get_conversation(tx, source_id), by, "split", {"conversation_id": made_id})
    await add_line(tx, made, by, "split_from", {"conversation_id": source_id})
    await joining.tell(tx, [source_id], "split")
