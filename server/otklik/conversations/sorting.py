"""What people sort a conversation by: tags, priority, spam. Each change leaves one line in it."""

from collections.abc import Sequence

from msgspec import Struct

from otklik.conversations import repository_sorting as repository
from otklik.conversations.records import Author, ConversationRecord, Priority, Status
from otklik.conversations.verbs import add_line, announce_changed, get_conversation, reopen, resolve_silently
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid
from otklik.labels.service import find_tags, get_tags

TAGS_MAX = 20
"""Tags of one conversation."""


class TagChange(Struct, frozen=True, kw_only=True):
    """The tags a conversation shall have. `base` is what its author had before their eyes.

    With a base only the difference is applied, so that what a colleague added meanwhile stays.
    """

    tag_ids: tuple[int, ...]
    base: tuple[int, ...] | None = None


async def set_tags(tx: Tx, conversation_id: int, by: Author, change: TagChange) -> ConversationRecord:
    """Give a conversation these tags; raises NoSuchTag, and Invalid for more than TAGS_MAX."""
    conversation = await get_conversation(tx, conversation_id, lock=True)
    now = (await repository.find_sorted(tx, conversation_id)).tag_ids
    await get_tags(tx, set(change.tag_ids) - set(now))
    living = {row.id: row.name for row in await find_tags(tx, {*now, *change.tag_ids})}
    wanted = sorted(number for number in _apply(now, change) if number in living)
    if len(wanted) > TAGS_MAX:
        wrong = FieldError("tag_ids", "too_many", f"at most {TAGS_MAX} tags")
        raise Invalid("a conversation has at most 20 tags", code="too_many_tags", errors=(wrong,))
    added = [living[number] for number in wanted if number not in now]
    removed = [living[number] for number in now if number in living and number not in wanted]
    if not added and not removed:
        return conversation
    await repository.set_tags(tx, conversation_id, wanted)
    await add_line(tx, conversation, by, "tagged", {"added": added, "removed": removed})
    await announce_changed(tx, conversation, "tagged", {"tag_ids": wanted})
    return await get_conversation(tx, conversation_id)


async def set_priority(tx: Tx, conversation_id: int, by: Author, priority: Priority) -> ConversationRecord:
    """Say how urgent a conversation is."""
    conversation = await get_conversation(tx, conversation_id, lock=True)
    if (await repository.find_sorted(tx, conversation_id)).priority == priority:
        return conversation
    await repository.set_priority(tx, conversation_id, priority)
    await add_line(tx, conversation, by, "prioritised", {"priority": priority.wire})
    await announce_changed(tx, conversation, "prioritised", {"priority": priority.wire})
    return await get_conversation(tx, conversation_id)


async def mark_spam(tx: Tx, conversation_id: int, by: Author) -> ConversationRecord:
    """Close a conversation as spam: what is written into it now stays there, rings nowhere and waits for nobody.

    Answering or opening it again ends that.
    """
    conversation = await get_conversation(tx, conversation_id, lock=True)
    if (await repository.find_sorted(tx, conversation_id)).spam:
        return conversation
    if conversation.status != Status.RESOLVED:
        await resolve_silently(tx, conversation)
    await repository.mark_spam(tx, conversation_id)
    await add_line(tx, conversation, by, "spam", {})
    await announce_changed(tx, conversation, "spam", {})
    return await get_conversation(tx, conversation_id)


async def unmark_spam(tx: Tx, conversation_id: int, by: Author) -> ConversationRecord:
    """Open a conversation that was spam by mistake; the customer waits from the first message nobody answered."""
    conversation = await get_conversation(tx, conversation_id, lock=True)
    if not (await repository.find_sorted(tx, conversation_id)).spam:
        return conversation
    opened = await reopen(tx, conversation_id, by, line="not_spam")
    await repository.await_answer(tx, conversation_id)
    return opened


def _apply(now: Sequence[int], change: TagChange) -> set[int]:
    if change.base is None:
        return set(change.tag_ids)
    base, wanted = set(change.base), set(change.tag_ids)
    return (set(now) | (wanted - base)) - (base - wanted)
