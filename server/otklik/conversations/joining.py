"""What happens to conversations when two people turn out to be one, and when they turn out to be two after all.

When both have an unresolved conversation, the younger continues in the older: its messages are laid after those of
the older one, in their order, and it stays behind as a resolved shell with a line that says where it went. Nothing
is ever renumbered inside a conversation that goes on: joining appends, and parting leaves a line "moved" in every
place that something left, so that numbers stay dense and nobody's resume position goes wrong.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct, field, structs

from otklik.conversations import repository_following, repository_linking, todo
from otklik.conversations import repository_joining as repository
from otklik.conversations.changes import content_of
from otklik.conversations.events import ConversationChanged, ConversationOpened, MessageChanged
from otklik.conversations.preview import make_preview
from otklik.conversations.records import Author, Status
from otklik.conversations.repository_joining import Lying, Stretch
from otklik.conversations.verbs import WAKE_JOB, add_line, get_conversation
from otklik.infra.db import Tx
from otklik.infra.jobs.job import Job
from otklik.infra.jobs.queue import cancel
from otklik.kit.clock import utc_now

_TOLD_MESSAGES = 200


class Pair(Struct, frozen=True, kw_only=True):
    """Two conversations that became one: the guest's `count` messages lie after place `base` of the host."""

    host_id: int
    guest_id: int
    base: int
    count: int
    host_before: dict[str, Any]
    host_after: dict[str, Any]
    guest_before: dict[str, Any]


class Wording(Struct, frozen=True):
    """What the lines say that joining leaves: the name of the event, and facts for the line in the host."""

    kind: str
    data: dict[str, Any] = field(default_factory=dict)


_SAME_PERSON = Wording("contact_merged")


class Memory(Struct, frozen=True, kw_only=True):
    """All that is needed to part two people again."""

    kept_id: int
    gone_id: int
    kept_conversations: tuple[int, ...]
    gone_conversations: tuple[int, ...]
    kept_current: int | None
    gone_current: int | None
    last_message_id: int
    pair: Pair | None = None


async def join_people(tx: Tx, kept_id: int, gone_id: int, by: Author) -> Memory:
    """Give the conversations of `gone_id` to `kept_id`; both contacts are locked by the caller."""
    lying = await repository.lock_conversations_of(tx, [kept_id, gone_id])
    ours = [one for one in lying if one.contact_id == kept_id]
    theirs = [one for one in lying if one.contact_id == gone_id]
    memory = Memory(
        kept_id=kept_id, gone_id=gone_id, kept_conversations=tuple(one.id for one in ours),
        gone_conversations=tuple(one.id for one in theirs), kept_current=_current(ours), gone_current=_current(theirs),
        last_message_id=await repository.find_last_message_id(tx),
    )  # fmt: skip
    await repository.give_conversations(tx, memory.gone_conversations, kept_id)
    open_ones = [one.id for one in lying if one.takes_new and one.status != Status.RESOLVED]
    if len(open_ones) > 1:
        memory = structs.replace(memory, pair=await join(tx, min(open_ones), max(open_ones), by))
        await tell(tx, [max(open_ones)], "merged")
    current = await repository.choose_current(tx, kept_id, memory.pair.host_id if memory.pair else None)
    if current is not None and memory.pair is None:
        await add_line(tx, await get_conversation(tx, current), by, "contact_merged", {"contact_id": gone_id})
    await tell(tx, memory.gone_conversations, "contact_merged")
    return memory


async def part_people(tx: Tx, memory: Memory, by: Author) -> list[int]:
    """Undo `join_people`; the identities have gone back already. Returns the conversations that changed.

    What arrived since goes to the owner of the address it came from or went to.
    """
    people = (memory.kept_id, memory.gone_id)
    before = await repository.lock_conversations_of(tx, people)
    known = {*memory.kept_conversations, *memory.gone_conversations}
    newer = await repository.list_newer_of_one(
        tx, memory.kept_id, memory.last_message_id, sorted(known), memory.gone_id
    )
    if memory.pair is not None:
        await part_pair(tx, memory.pair)
    await repository.give_conversations(tx, [*memory.gone_conversations, *newer], memory.gone_id)
    moved = await _return_strays(tx, memory)
    kept = await repository.choose_current(tx, memory.kept_id, _preferred(memory, memory.kept_id))
    gone = await repository.choose_current(tx, memory.gone_id, _preferred(memory, memory.gone_id))
    for current, other in ((kept, memory.gone_id), (gone, memory.kept_id)):
        if current is not None:
            line = {"contact_id": other}
            await add_line(tx, await get_conversation(tx, current, lock=True), by, "contact_unmerged", line)
    changed = sorted({*memory.gone_conversations, *newer, *moved, *_pair_ids(memory.pair), *(one.id for one in before)})
    await tell(tx, changed, "contact_unmerged")
    return changed


def _current(lying: Sequence[Lying]) -> int | None:
    return next((one.id for one in lying if one.takes_new), None)


def _pair_ids(pair: Pair | None) -> tuple[int, ...]:
    return () if pair is None else (pair.host_id, pair.guest_id)


def _preferred(memory: Memory, contact_id: int) -> int | None:
    return memory.kept_current if contact_id == memory.kept_id else memory.gone_current


async def join(tx: Tx, host_id: int, guest_id: int, by: Author, wording: Wording = _SAME_PERSON) -> Pair:
    """Lay the messages of a guest after those of its host and leave the guest as a shell; both are locked."""
    host_before, guest_before = await repository.snapshot(tx, host_id), await repository.snapshot(tx, guest_id)
    count = int(guest_before["last_seq"])
    host = await get_conversation(tx, host_id)
    base = host.last_seq + 1
    await add_line(
        tx, host, by, wording.kind,
        {**wording.data, "conversation_id": guest_id, "first_seq": base + 1, "last_seq": base + count},
    )  # fmt: skip
    moved = await repository.shift_messages(tx, guest_id, host_id, Stretch(1, count, base))
    await repository.let_held_follow(tx, guest_id, host_id)
    await repository.absorb(tx, host_id, guest_before, base)
    await repository.carry_read_marks(tx, host_id, guest_id, base)
    await repository_following.carry(tx, host_id, guest_id)
    await todo.carry(tx, guest_id, host_id)
    await repository_linking.carry(tx, guest_id, host_id)
    await repository.recount(tx, host_id, waiting=False)
    await repository.empty_shell(tx, guest_id)
    await repository.recount(tx, guest_id, waiting=False)
    await add_line(tx, await get_conversation(tx, guest_id), by, wording.kind, {"conversation_id": host_id})
    host_after = await repository.snapshot(tx, host_id)
    await _set_alarm(tx, guest_id, None)
    await _set_alarm(tx, host_id, host_after["snoozed_until"])
    await tell_moved(tx, host_id, moved)
    await tell(tx, [host_id], "joined")
    return Pair(
        host_id=host_id, guest_id=guest_id, base=base, count=count, host_before=host_before, host_after=host_after,
        guest_before=guest_before,
    )  # fmt: skip


async def part_pair(tx: Tx, pair: Pair) -> None:
    """Undo `join`: what lies in the moved stretch goes back, both are what they were unless changed since."""
    newer = await repository.make_room(tx, pair.guest_id, pair.count)
    first, last = pair.base + 1, pair.base + pair.count
    moved = await repository.shift_messages(tx, pair.host_id, pair.guest_id, Stretch(first, last, -pair.base))
    left = [(pair.host_id, seq) for seq in range(first, last + 1)]
    await repository.fill_places(tx, left, pair.guest_id)
    await repository.restore_shell(tx, pair.guest_id, pair.guest_before, newer)
    await repository.restore_host(tx, pair.host_id, pair.host_before, pair.host_after)
    await todo.carry_back(tx, pair.host_id, pair.guest_id)
    await repository_linking.carry_back(tx, pair.guest_id, pair.host_id)
    for conversation_id in (pair.host_id, pair.guest_id):
        await repository.recount(tx, conversation_id, waiting=False)
        await show_last(tx, conversation_id)
        now = await repository.snapshot(tx, conversation_id)
        await _set_alarm(tx, conversation_id, now["snoozed_until"])
    await tell_moved(tx, pair.guest_id, moved)


async def _return_strays(tx: Tx, memory: Memory) -> set[int]:
    """Move what arrived since to conversations of its owner; returns the conversations that lost or got something."""
    strays = await repository.list_strays(tx, (memory.kept_id, memory.gone_id), memory.last_message_id)
    touched: set[int] = set()
    for owner in sorted({owner for _, owner in strays}):
        ids = [message_id for message_id, whose in strays if whose == owner]
        target = await _find_home(tx, memory, owner, ids[0])
        places = await repository.append_messages(tx, ids, target)
        await repository.fill_places(tx, places, target)
        await repository.reopen(tx, target)
        await tell_moved(tx, target, ids)
        touched |= {target, *(conversation_id for conversation_id, _ in places)}
    for conversation_id in sorted(touched):
        await repository.recount(tx, conversation_id, waiting=True)
        await show_last(tx, conversation_id)
    return touched


async def _find_home(tx: Tx, memory: Memory, owner: int, message_id: int) -> int:
    current = await repository.choose_current(tx, owner, _preferred(memory, owner))
    if current is not None and (await get_conversation(tx, current)).status != Status.RESOLVED:
        return current
    made = await repository.open_for(tx, owner, message_id)
    await tx.announce(
        ConversationOpened(workspace_id=tx.workspace_id, conversation_id=made, contact_id=owner, data={"by": "contact"})
    )
    return made


async def show_last(tx: Tx, conversation_id: int) -> None:
    """Let the list show the last message that is no system line."""
    last = await repository.find_last_spoken(tx, conversation_id)
    preview = None if last is None else {
        **make_preview(content_of(last), author=last.author_kind, note=last.note), "kind": last.kind,
    }  # fmt: skip
    await repository.set_preview(tx, conversation_id, preview)


async def _set_alarm(tx: Tx, conversation_id: int, until: str | None) -> None:
    """Let a snoozed conversation wake at its time; one that is not snoozed has no alarm."""
    await cancel(tx, WAKE_JOB, str(conversation_id))
    if until is None:
        return
    at = datetime.fromisoformat(until)
    tx.defer(
        Job(
            workspace_id=tx.workspace_id, kind=WAKE_JOB, key=f"conversation:{conversation_id}",
            unique_key=str(conversation_id), delay_s=max(0.0, (at - utc_now()).total_seconds()),
            payload={"conversation_id": conversation_id, "until": at.isoformat()},
        )
    )  # fmt: skip


async def tell(tx: Tx, conversation_ids: Sequence[int], what: str) -> None:
    """Tell everybody that these conversations have changed."""
    for conversation_id in conversation_ids:
        conversation = await get_conversation(tx, conversation_id)
        await tx.announce(
            ConversationChanged(
                workspace_id=tx.workspace_id, conversation_id=conversation_id, contact_id=conversation.contact_id,
                data={"what": what},
            )
        )  # fmt: skip


async def tell_moved(tx: Tx, conversation_id: int, message_ids: Sequence[int]) -> None:
    """Tell the screens about the newest messages that moved; older ones are found when the thread is read."""
    for message_id in message_ids[-_TOLD_MESSAGES:]:
        await tx.announce(
            MessageChanged(
                workspace_id=tx.workspace_id, conversation_id=conversation_id, message_id=message_id,
                data={"what": "moved"},
            )
        )  # fmt: skip
