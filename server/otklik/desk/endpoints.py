"""Doors to conversations: lists, one of them, and what is done with it."""

from typing import Annotated

from litestar import get, post
from litestar.params import Parameter

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.conversations import verbs
from otklik.desk import repository, service, sorting, views
from otklik.desk.asking import Asked, AskedGroup, make_wanted
from otklik.desk.facts import add_facts
from otklik.desk.lists import Sort, list_ids, match_ids
from otklik.desk.lists_grouped import count_groups, list_ids_by_groups
from otklik.desk.room import Desk
from otklik.desk.schemas import Conversation, ConversationRow, Counts, ListGroup
from otklik.desk.schemas_messages import TimelineEntry
from otklik.desk.schemas_verbs import AssignInput, ReadInput, ResolveInput, SnoozeInput, TypingInput, UnreadInput
from otklik.desk.sight import see_contact, see_conversation
from otklik.infra.web.schemas import DEFAULT_LIMIT, Items, PageLimit
from otklik.kit.errors import Invalid
from otklik.kit.pagination import IdCursor, Page, decode_cursor, encode_cursor
from otklik.labels.topics import name_topics
from otklik.messaging.read_marks import pass_read_mark

_TAG = ["Conversations"]
_VIEW = [requires(Permission.CONVERSATIONS_VIEW)]
_REPLY = [requires(Permission.CONVERSATIONS_VIEW, Permission.CONVERSATIONS_REPLY)]
_ASSIGN = [requires(Permission.CONVERSATIONS_VIEW, Permission.CONVERSATIONS_ASSIGN)]
_PERSON = [requires(Permission.CONVERSATIONS_VIEW, Permission.CONTACTS_VIEW)]
_IDS_MAX = 200
_TIMELINE_MESSAGES = 3
_LARGEST = 2**63 - 1

Id = Annotated[int, Parameter(ge=1, le=_LARGEST)]
Cursor = Annotated[str | None, Parameter(max_length=500)]
Folded = Annotated[str, Parameter(max_length=8000)]


@get("/api/v1/conversations", guards=_VIEW, tags=_TAG)
async def list_conversations(  # noqa: PLR0913 - the filters of the list
    *, actor: Actor, desk: Desk, view: Annotated[str | None, Parameter(max_length=40)] = None,
    cursor: Cursor = None, limit: PageLimit = DEFAULT_LIMIT, inbox_id: Annotated[int | None, Parameter(ge=1)] = None,
    q: Annotated[str, Parameter(max_length=200)] = "", ids: Annotated[str, Parameter(max_length=4000)] = "",
    filter: Annotated[str, Parameter(max_length=2000)] = "", sort: Sort = "",  # noqa: A002 - the name on the wire
    group: AskedGroup = "", folded: Folded = "", columns: Annotated[str, Parameter(max_length=1000)] = "",
) -> Page[ConversationRow]:  # fmt: skip
    """List a view: mine, unassigned, waiting, open, snoozed, resolved, spam, failed, drafts, all, team:7, saved:7.

    `filter` narrows it in the typed syntax of docs/howto/filters.md; `sort` is waiting, newest, oldest or priority.
    With `ids`, rows by their numbers: all that exist, or, with a view or filter, those of them that it holds.
    `group` is status, priority, assignee, team or inbox: within a group the order stays; those whose keys stand in
    `folded`, between commas, are left out; empty is as the saved view says, none means no groups. `columns` are facts
    that rows shall show, between commas; `topic`, `talk.key` and `contact.key` come in `facts`.
    """
    me = actor.operator_id or 0
    asked = Asked(
        view=view or ("all" if ids else "open"), filter=filter, query=q.strip(), inbox_id=inbox_id, sort=sort,
        group=group, folded=folded, columns=columns, cursor=cursor, limit=limit,
    )  # fmt: skip
    async with desk.db.workspace(actor.workspace_id) as tx:
        if ids:
            wanted, numbers = await make_wanted(tx, desk, actor, asked), read_ids(ids)
            held = set(await match_ids(tx, wanted, numbers))
            rows = await desk.views.load_rows(tx, [one for one in numbers if one in held], me)
            return Page(await add_facts(tx, actor, rows, wanted.columns))
        wanted = await make_wanted(tx, desk, actor, asked)
        found = await (list_ids(tx, wanted) if wanted.group is None else list_ids_by_groups(tx, wanted))
        rows = await desk.views.load_rows(tx, found.items, me)
        return Page(await add_facts(tx, actor, rows, wanted.columns), found.next_cursor)


@get("/api/v1/conversations/groups", guards=_VIEW, tags=_TAG)
async def list_conversation_groups(  # noqa: PLR0913 - the filters of the list
    *, actor: Actor, desk: Desk, view: Annotated[str, Parameter(max_length=40)] = "open",
    inbox_id: Annotated[int | None, Parameter(ge=1)] = None, q: Annotated[str, Parameter(max_length=200)] = "",
    filter: Annotated[str, Parameter(max_length=2000)] = "", group: AskedGroup = "",  # noqa: A002 - as above
) -> Items[ListGroup]:  # fmt: skip
    """List the groups of a view that hold anything, in their order, each counted to 1000; none where it has no groups.

    Where counting takes too long, every group there may be, without numbers.
    """
    asked = Asked(view=view, filter=filter, query=q.strip(), inbox_id=inbox_id, group=group)
    async with desk.db.workspace(actor.workspace_id) as tx:
        wanted = await make_wanted(tx, desk, actor, asked)
        found = [] if wanted.group is None else await count_groups(tx, wanted, repository.COUNT_CAP)
        return Items([ListGroup(one.key, one.name, one.count) for one in found])


def read_ids(text: str) -> list[int]:
    """Read numbers between commas, each once; raises Invalid."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > _IDS_MAX or not all(part.isascii() and part.isdecimal() and len(part) < 19 for part in parts):  # noqa: PLR2004 - digits of 2**63
        raise Invalid(f"`ids` takes up to {_IDS_MAX} numbers", code="bad_ids")
    return list(dict.fromkeys(int(part) for part in parts))


@get("/api/v1/conversations/counts", guards=_VIEW, tags=_TAG)
async def count_conversations(actor: Actor, desk: Desk) -> Counts:
    """Count the views; 1000 means "so many or more"."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        me = actor.operator_id or 0
        return (await desk.views.counter.count(tx, [me]))[me]


@get("/api/v1/conversations/{conversation_id:int}", guards=_VIEW, tags=_TAG)
async def show_conversation(conversation_id: Id, actor: Actor, desk: Desk) -> Conversation:
    """Show one conversation."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        return await service.show_conversation(tx, desk, actor, conversation_id)


@post("/api/v1/conversations/{conversation_id:int}/read", guards=_VIEW, status_code=204, tags=_TAG)
async def read_conversation(conversation_id: Id, data: ReadInput, actor: Actor, desk: Desk) -> None:
    """Say up to which message one has read; never moves back. The customer is told, where the channel can."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_conversation(tx, actor, conversation_id)
        operator_id = service.operator_of(actor)
        await verbs.mark_read(tx, conversation_id, operator_id, data.seq)
        await pass_read_mark(tx, desk.registry, conversation_id, (operator_id, data.seq))


@post("/api/v1/conversations/{conversation_id:int}/unread", guards=_VIEW, status_code=204, tags=_TAG)
async def unread_conversation(conversation_id: Id, data: UnreadInput, actor: Actor, desk: Desk) -> None:
    """Make a message and what follows unread again."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_conversation(tx, actor, conversation_id)
        await verbs.mark_unread(tx, conversation_id, service.operator_of(actor), data.from_seq)


@post("/api/v1/conversations/{conversation_id:int}/assign", guards=_ASSIGN, status_code=200, tags=_TAG)
async def assign_conversation(conversation_id: Id, data: AssignInput, actor: Actor, desk: Desk) -> Conversation:
    """Give it to an operator ("me" is oneself), a team, or nobody."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        return await service.give(tx, desk, actor, conversation_id, data)


@post("/api/v1/conversations/{conversation_id:int}/resolve", guards=_REPLY, status_code=200, tags=_TAG)
async def resolve_conversation(
    conversation_id: Id, actor: Actor, desk: Desk, data: ResolveInput | None = None
) -> Conversation:
    """Close it, for a reason where the company keeps reasons."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_conversation(tx, actor, conversation_id)
        await sorting.close(tx, actor, conversation_id, data or ResolveInput())
        return await service.show_conversation(tx, desk, actor, conversation_id)


@post("/api/v1/conversations/{conversation_id:int}/reopen", guards=_REPLY, status_code=200, tags=_TAG)
async def reopen_conversation(conversation_id: Id, actor: Actor, desk: Desk) -> Conversation:
    """Open it again, from resolved or snoozed."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_conversation(tx, actor, conversation_id)
        await verbs.reopen(tx, conversation_id, service.author_of(actor))
        return await service.show_conversation(tx, desk, actor, conversation_id)


@post("/api/v1/conversations/{conversation_id:int}/snooze", guards=_REPLY, status_code=200, tags=_TAG)
async def snooze_conversation(conversation_id: Id, data: SnoozeInput, actor: Actor, desk: Desk) -> Conversation:
    """Put it away until a time, or until the customer writes, which usually brings it back as well."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_conversation(tx, actor, conversation_id)
        await verbs.snooze(tx, conversation_id, service.author_of(actor), data.nap)
        return await service.show_conversation(tx, desk, actor, conversation_id)


@post("/api/v1/conversations/{conversation_id:int}/typing", guards=_REPLY, status_code=202, tags=_TAG)
async def type_in_conversation(conversation_id: Id, actor: Actor, desk: Desk, data: TypingInput | None = None) -> None:
    """Show colleagues, and the customer where the channel can, that one is typing; colleagues see `text` as well."""
    operator_id = service.operator_of(actor)
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_conversation(tx, actor, conversation_id)
    await desk.say_typing(actor.workspace_id, conversation_id, (operator_id, actor.name), "typing")
    if data is not None:
        await desk.say_peek(actor.workspace_id, conversation_id, (operator_id, actor.name), data.text)
    desk.typing_out.show(actor.workspace_id, conversation_id)


@get("/api/v1/contacts/{contact_id:int}/timeline", guards=_PERSON, tags=["Contacts"])
async def show_timeline(
    contact_id: Id, actor: Actor, desk: Desk, cursor: Cursor = None, limit: PageLimit = 20
) -> Page[TimelineEntry]:
    """Show every conversation with a person, in any channel, newest first, each with its last messages."""
    before = decode_cursor(cursor, IdCursor).id if cursor else None
    async with desk.db.workspace(actor.workspace_id) as tx:
        contact = await see_contact(tx, actor, contact_id)
        ids = await repository.list_contact_conversations(tx, contact.id, before, limit + 1)
        rows = await desk.views.load_rows(tx, ids[:limit], actor.operator_id or 0)
        last = await repository.list_last_messages(tx, ids[:limit], _TIMELINE_MESSAGES)
        messages = await desk.views.load_messages(tx, last)
        ends = {one.id: one for one in await repository.list_endings(tx, ids[:limit])}
        topics = await name_topics(tx, {one.topic_id for one in ends.values() if one.topic_id})
    entries = [
        views.show_entry(
            row,
            [one for one in messages if one.conversation_id == row.id],
            ends[row.id],
            topics.get(ends[row.id].topic_id or 0, ""),
        )
        for row in rows
    ]
    return Page(entries, encode_cursor(IdCursor(ids[limit - 1])) if len(ids) > limit else None)


ROUTES = [
    list_conversations, list_conversation_groups, count_conversations, show_conversation, read_conversation,
    unread_conversation, assign_conversation, resolve_conversation, reopen_conversation, snooze_conversation,
    type_in_conversation, show_timeline,
]  # fmt: skip
