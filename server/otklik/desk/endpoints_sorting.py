"""Doors to sorting a conversation: tags, priority, spam, merging and splitting."""

from typing import Annotated

from litestar import post, put
from litestar.params import Parameter

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.conversations import merging, sorting, splitting
from otklik.conversations.records import Priority
from otklik.conversations.sorting import TagChange
from otklik.desk import service
from otklik.desk.room import Desk
from otklik.desk.schemas import (
    Conversation,
    MergeConversationInput,
    MergedConversation,
    PriorityInput,
    SplitInput,
    TagsInput,
)
from otklik.desk.sight import see_conversation
from otklik.infra.web.idempotency import Created, Once

_TAG = ["Conversations"]
_REPLY = [requires(Permission.CONVERSATIONS_VIEW, Permission.CONVERSATIONS_REPLY)]

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]


@put("/api/v1/conversations/{conversation_id:int}/tags", guards=_REPLY, tags=_TAG)
async def tag_conversation(conversation_id: Id, data: TagsInput, actor: Actor, desk: Desk) -> Conversation:
    """Give it these tags."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_conversation(tx, actor, conversation_id)
        change = TagChange(tag_ids=data.tag_ids, base=data.base)
        await sorting.set_tags(tx, conversation_id, service.author_of(actor), change)
        return await service.show_conversation(tx, desk, actor, conversation_id)


@put("/api/v1/conversations/{conversation_id:int}/priority", guards=_REPLY, tags=_TAG)
async def prioritise_conversation(conversation_id: Id, data: PriorityInput, actor: Actor, desk: Desk) -> Conversation:
    """Say how urgent it is."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_conversation(tx, actor, conversation_id)
        await sorting.set_priority(tx, conversation_id, service.author_of(actor), Priority[data.priority.upper()])
        return await service.show_conversation(tx, desk, actor, conversation_id)


@post("/api/v1/conversations/{conversation_id:int}/spam", guards=_REPLY, status_code=200, tags=_TAG)
async def mark_spam(conversation_id: Id, actor: Actor, desk: Desk) -> Conversation:
    """Close it as spam; what is written into it from now on rings nowhere."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_conversation(tx, actor, conversation_id)
        await sorting.mark_spam(tx, conversation_id, service.author_of(actor))
        return await service.show_conversation(tx, desk, actor, conversation_id)


@post("/api/v1/conversations/{conversation_id:int}/not-spam", guards=_REPLY, status_code=200, tags=_TAG)
async def unmark_spam(conversation_id: Id, actor: Actor, desk: Desk) -> Conversation:
    """Open it again: it was no spam."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_conversation(tx, actor, conversation_id)
        await sorting.unmark_spam(tx, conversation_id, service.author_of(actor))
        return await service.show_conversation(tx, desk, actor, conversation_id)


@post("/api/v1/conversations/{conversation_id:int}/merge", guards=_REPLY, status_code=200, tags=_TAG)
async def merge_conversation(
    conversation_id: Id, data: MergeConversationInput, actor: Actor, desk: Desk, once: Once
) -> Created[MergedConversation]:
    """Let it go on in another conversation of the same person; can be undone for a day."""

    async def merge() -> MergedConversation:
        await see_conversation(tx, actor, conversation_id)
        await see_conversation(tx, actor, data.into_id)
        merge_id = await merging.merge(tx, conversation_id, data.into_id, service.author_of(actor))
        return MergedConversation(
            merge_id=merge_id, conversation=await service.show_conversation(tx, desk, actor, data.into_id)
        )

    async with desk.db.workspace(actor.workspace_id) as tx:
        return await once.answer(tx, merge, 200)


@post("/api/v1/conversations/merges/{merge_id:int}/undo", guards=_REPLY, status_code=200, tags=_TAG)
async def undo_conversation_merge(merge_id: Id, actor: Actor, desk: Desk) -> Conversation:
    """Make two conversations of one again; answers with the one that had moved."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        restored = await merging.undo_merge(tx, merge_id, service.author_of(actor))
        return await service.show_conversation(tx, desk, actor, restored)


@post("/api/v1/conversations/{conversation_id:int}/split", guards=_REPLY, tags=_TAG)
async def split_conversation(
    conversation_id: Id, data: SplitInput, actor: Actor, desk: Desk, once: Once
) -> Created[Conversation]:
    """Move a message and all that follows to a conversation of its own, and answer with that."""

    async def split() -> Conversation:
        await see_conversation(tx, actor, conversation_id)
        made = await splitting.split(tx, conversation_id, data.from_seq, service.author_of(actor))
        return await service.show_conversation(tx, desk, actor, made)

    async with desk.db.workspace(actor.workspace_id) as tx:
        return await once.answer(tx, split)


ROUTES = [
    tag_conversation, prioritise_conversation, mark_spam, unmark_spam, merge_conversation, undo_conversation_merge,
    split_conversation,
]  # fmt: skip
