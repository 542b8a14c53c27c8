"""Queries of the task that fills the index; all workspaces, by the machinery's way in."""

from collections.abc import Sequence
from typing import Final, LiteralString

from otklik.infra.db import Tx
from otklik.search.records import FollowedEvent, Progress
from otklik.search.repository import HAYSTACK


async def lock_progress(tx: Tx) -> Progress | None:
    """Return where the task stands, locked; None while another process works. Makes the beginning where there is none.

    A place in the log that this server has not reached comes from another one, by a restored copy: the index is then
    read anew from the messages.
    """
    found = await tx.find(Progress, _LOCK)
    if found is None:
        await tx.execute(f"{_BEGIN} on conflict (id) do nothing")
        found = await tx.find(Progress, _LOCK)
    if found is not None and found.foreign:
        await tx.execute(
            f"{_BEGIN} on conflict (id) do update set xid = excluded.xid, event_id = 0, below = excluded.below"
        )
        found = await tx.find(Progress, _LOCK)
    return found


_LOCK: Final[LiteralString] = """
select xid::text::bigint as xid, event_id, below, xid > pg_snapshot_xmax(pg_current_snapshot()) as "foreign"
from search_progress where id = 1 for update skip locked
"""
_BEGIN: Final[LiteralString] = """
insert into search_progress (id, xid, event_id, below)
select 1, pg_snapshot_xmin(pg_current_snapshot()), 0, coalesce(max(id), 0) + 1 from message
"""


async def move_progress(tx: Tx, to: Progress) -> None:
    """Remember how far the index follows."""
    await tx.execute(
        "update search_progress set xid = %(xid)s::text::xid8, event_id = %(event)s, below = %(below)s where id = 1",
        {"xid": str(to.xid), "event": to.event_id, "below": to.below},
    )


async def list_events(tx: Tx, after: Progress, limit: int) -> list[FollowedEvent]:
    """Return the settled events after a place, in the order of the log."""
    return await tx.fetch(
        FollowedEvent,
        """select xid::text::bigint as xid, id, kind, workspace_id, conversation_id, message_id, data ->> 'what' as what
           from event
           where (xid, id) > (%(xid)s::text::xid8, %(id)s) and xid < pg_snapshot_xmin(pg_current_snapshot())
           order by event.xid, id limit %(limit)s""",
        {"xid": str(after.xid), "id": after.event_id, "limit": limit},
    )


async def list_below(tx: Tx, below: int, limit: int) -> list[int]:
    """Return the newest messages under a number."""
    rows = await tx.rows(
        "select id from message where id < %(below)s order by id desc limit %(limit)s",
        {"below": below, "limit": limit},
    )
    return [row[0] for row in rows]


async def list_demo_messages(tx: Tx, workspace_id: int) -> list[int]:
    """Return the messages of invented conversations, which no event told of."""
    rows = await tx.rows(
        """select m.id from conversation c join message m on m.conversation_id = c.id
           where c.workspace_id = %(workspace)s and c.demo order by m.id""",
        {"workspace": workspace_id},
    )
    return [row[0] for row in rows]


async def index_messages(tx: Tx, ids: Sequence[int]) -> None:
    """Make the index say what these messages are now: absent, deleted and system lines are not found."""
    if not ids:
        return
    await tx.execute(INDEX, {"ids": list(ids)})


async def move_conversations(tx: Tx, conversation_ids: Sequence[int]) -> None:
    """Follow messages that went from one conversation to another."""
    await tx.execute(
        """update message_index i set conversation_id = m.conversation_id from message m
           where m.id = i.message_id and m.conversation_id <> i.conversation_id
                 and (i.conversation_id = any(%(ids)s) or m.conversation_id = any(%(ids)s))""",
        {"ids": list(conversation_ids)},
    )


async def drop_orphans(tx: Tx, workspace_id: int) -> None:
    """Forget messages that were removed whole, with their people."""
    await tx.execute(
        """delete from message_index i where i.workspace_id = %(workspace)s
               and not exists (select from message m where m.id = i.message_id)""",
        {"workspace": workspace_id},
    )


INDEX: Final[LiteralString] = f"""
with living as (
    select m.id, m.workspace_id, m.conversation_id, least(m.sent_at, m.created_at) as at,
           search_clean({HAYSTACK}) as words, m.inbox_id, m.author_kind, m.author_id,
           (select search_clean(string_agg(a.name || ' ' || a.mime, ' '))
            from attachment a where a.message_id = m.id and not a.inline) as files
    from message m
    where m.id = any(%(ids)s) and m.deleted_at is null and m.kind <> 'event'
), gone as (
    delete from message_index where message_id = any(%(ids)s) and message_id not in (select id from living)
), vocabulary as (
    insert into search_word (workspace_id, word, stem, seen)
    select workspace_id, word, (tsvector_to_array(to_tsvector('otklik', word)))[1], count(*)
    from living cross join lateral regexp_split_to_table(words, ' ') as word
    where word ~ '^[[:alpha:]]{{3,30}}$' and not exists (select from message_index i where i.message_id = living.id)
    group by workspace_id, word order by workspace_id, word
    on conflict (workspace_id, word) do update set seen = search_word.seen + excluded.seen
)
insert into message_index (message_id, workspace_id, conversation_id, at, vector)
select id, workspace_id, conversation_id, at,
       strip(to_tsvector('otklik', words)) || array_to_tsvector(array_remove(array[
           '@' || workspace_id || '.a',
           '@' || workspace_id || '.d' || to_char(at at time zone 'UTC', 'YYYYMMDD'),
           '@' || workspace_id || '.m' || to_char(at at time zone 'UTC', 'YYYYMM'),
           '@.i' || inbox_id,
           case when author_kind = 'operator' then '@.o' || author_id else '@.' || author_kind end,
           case when files is not null then '@.f' end]
           || coalesce((select array_agg('@f.' || stem)
                        from unnest(tsvector_to_array(to_tsvector('otklik', files))) as stem), '{{}}'), null))
from living
on conflict (message_id) do update
    set conversation_id = excluded.conversation_id, at = excluded.at, vector = excluded.vector
"""  # noqa: S608 - made of the literals above; values travel as parameters
