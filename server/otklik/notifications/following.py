"""The task that follows the event log and tells operators, soon after each commit; one process works at a time."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from itertools import groupby

import structlog

from otklik.access.actor import Actor
from otklik.access.permissions import Permission, Role
from otklik.infra.db import Database, Tx
from otklik.infra.events import LoggedEvent
from otklik.infra.stream import Position
from otklik.kit.clock import utc_now
from otklik.kit.endings import end_tasks
from otklik.kit.errors import Unavailable
from otklik.notifications import repository, repository_log
from otklik.notifications.deciding import Notice, World, decide, make_person
from otklik.notifications.facts import Fact, read_facts
from otklik.notifications.gathering import gather
from otklik.notifications.outages import changed_inboxes, tell_outages
from otklik.notifications.records import PersonRow
from otklik.notifications.room import Seeing
from otklik.notifications.telling import tell

log = structlog.get_logger(__name__)

_BATCH = 500
_NEWS_S = 300
"""What happened longer ago, while no process was there to tell of it, is no news any more."""
_LOOK_EVERY_S = 1.0
_AT_MOST_EVERY_S = 0.25


class Follower:
    """Follows the log while a worker runs."""

    def __init__(self, database: Database, see: Seeing) -> None:
        self._database = database
        self._see = see
        self._bell = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def hear(self, _events: Sequence[LoggedEvent], _position: Position) -> None:
        """Look at the log soon (a listener of the event stream)."""
        self._bell.set()

    def start(self) -> None:
        """Begin to follow."""
        self._task = asyncio.create_task(self._follow())

    async def stop(self) -> None:
        """Stop; what was not told yet is told by whoever follows next."""
        await end_tasks([self._task])

    async def advance(self) -> bool:
        """Judge one batch of events in one transaction; False when nothing is left, or another process is at it."""
        async with self._database.system() as tx:
            progress = await repository_log.lock_progress(tx)
            if progress is None:
                return False
            events = await repository_log.list_events(tx, progress, _BATCH, _NEWS_S)
            if not events:
                return False
            facts = sorted(read_facts(events), key=lambda fact: fact.workspace_id)
            for workspace_id, own in groupby(facts, key=lambda fact: fact.workspace_id):
                await notify(tx.within(workspace_id), list(own), self._see)
            changed = sorted(changed_inboxes(events), key=lambda event: event.workspace_id)
            for workspace_id, news in groupby(changed, key=lambda event: event.workspace_id):
                await tell_outages(tx.within(workspace_id), list(news))
            await repository_log.move_progress(tx, events[-1])
            return len(events) == _BATCH

    async def _follow(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_EVERY_S):
                    await self._bell.wait()
            self._bell.clear()
            try:
                while await self.advance():
                    pass
            except Unavailable:
                await asyncio.sleep(_LOOK_EVERY_S)
            except Exception:
                log.exception("notifications.failed")
                await asyncio.sleep(_LOOK_EVERY_S)
            await asyncio.sleep(_AT_MOST_EVERY_S)


async def notify(tx: Tx, facts: Sequence[Fact], see: Seeing) -> None:
    """Tell the people of one workspace what these facts mean for them."""
    world = await load_world(tx, await repository.list_people(tx), facts)
    notices = await _only_seen(tx, decide(facts, world), world, see)
    if notices:
        await tell(tx, notices, world)
        await gather(tx, notices, world)


async def load_world(tx: Tx, people: Sequence[PersonRow], facts: Sequence[Fact]) -> World:
    """Load what facts are judged by, as it is now."""
    conversations = sorted({fact.conversation_id for fact in facts})
    messages = sorted({fact.message_id for fact in facts if fact.message_id is not None})
    now = utc_now()
    return World(
        people={row.id: make_person(row, now) for row in people},
        conversations={one.id: one for one in await repository.list_conversations(tx, conversations)},
        messages={one.id: one for one in await repository.list_messages(tx, messages)} if messages else {},
        mutes=frozenset(await repository.list_mutes(tx, conversations)),
        followers=frozenset(await repository.list_followers(tx, conversations)),
    )


def actor_of(row: PersonRow) -> Actor:
    """Return the operator as the one who would open the conversation."""
    return Actor(
        workspace_id=row.workspace_id, kind="operator", id=row.id, name=row.name, role=Role(row.role),
        role_id=row.role_id, permissions=row.permissions, team_ids=tuple(row.team_ids),
    )  # fmt: skip


async def _only_seen(tx: Tx, notices: Sequence[Notice], world: World, see: Seeing) -> list[Notice]:
    """Leave out what somebody may not see: asked by the desk's one rule, once for each who would be told."""
    seen: list[Notice] = []
    for operator_id in {notice.operator_id for notice in notices}:
        own = [notice for notice in notices if notice.operator_id == operator_id]
        actor = actor_of(world.people[operator_id].row)
        if actor.may(Permission.CONVERSATIONS_VIEW):
            visible = await see(tx, actor, [notice.conversation_id for notice in own])
            seen += [notice for notice in own if notice.conversation_id in visible]
    return seen
