"""Shows the customer that somebody is typing, where the channel can, and not more often than it lasts there."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable

import structlog
from msgspec import Struct

from otklik.channelkit.channel import ShowsTyping, ShowsTypingBelow
from otklik.infra.db import Database
from otklik.kit.errors import OtklikError
from otklik.messaging.directory import Directory, OpenInbox

log = structlog.get_logger(__name__)

_TIMEOUT_S = 5.0
_AT_ONCE = 20
_SHORTEST_S = 2.0
_MOST = 10_000


class _Person(Struct, frozen=True):
    inbox_id: int
    external_id: str
    last_message: str


class TypingOut:
    """Sends typing signs in the background; a sign that is late, refused or one too many is dropped."""

    def __init__(self, database: Database, directory: Directory, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._directory = directory
        self._clock = clock
        self._quiet_until: OrderedDict[int, float] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    def show(self, workspace_id: int, conversation_id: int) -> None:
        """Show the customer of a conversation that we are typing; returns at once."""
        now = self._clock()
        if self._quiet_until.get(conversation_id, 0) > now or len(self._tasks) >= _AT_ONCE:
            return
        self._keep_quiet(conversation_id, now + _SHORTEST_S)
        task = asyncio.create_task(self._show(workspace_id, conversation_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self) -> None:
        """Wait for the signs that are on their way."""
        await asyncio.gather(*self._tasks)

    async def _show(self, workspace_id: int, conversation_id: int) -> None:
        try:
            async with asyncio.timeout(_TIMEOUT_S):
                await self._show_at_once(workspace_id, conversation_id)
        except (OtklikError, TimeoutError) as error:
            log.info("typing.not_shown", conversation=conversation_id, error=type(error).__name__)
        except Exception:
            log.exception("typing.failed", conversation=conversation_id)

    async def _show_at_once(self, workspace_id: int, conversation_id: int) -> None:
        async with self._database.workspace(workspace_id) as tx:
            person = await tx.find(
                _Person,
                """select i.inbox_id, i.external_id, coalesce((
                       select m.external_id from message m
                       where m.conversation_id = c.id and m.workspace_id = c.workspace_id and m.direction = 'in'
                             and m.identity_id = i.id and m.kind <> 'button_press' and m.external_id is not null
                       order by m.seq desc limit 1), '') as last_message
                   from conversation c join identity i on i.id = c.identity_id
                   where c.id = %(id)s and c.workspace_id = %(workspace)s and i.reachable""",
                {"id": conversation_id, "workspace": workspace_id},
            )
        inbox = await self._directory.by_id(person.inbox_id) if person else None
        if person is None or inbox is None or inbox.record.status not in {"active", "failing"}:
            return
        lasts = inbox.capabilities.typing_out_s
        if lasts:
            self._keep_quiet(conversation_id, self._clock() + max(lasts - 1.0, _SHORTEST_S))
            await self._tell(inbox, person)

    async def _tell(self, inbox: OpenInbox, person: _Person) -> None:
        context = self._directory.context(inbox)
        if isinstance(inbox.channel, ShowsTyping):
            await inbox.channel.show_typing(person.external_id, context)
        elif isinstance(inbox.channel, ShowsTypingBelow) and person.last_message:
            await inbox.channel.show_typing_below(person.last_message, person.external_id, context)

    def _keep_quiet(self, conversation_id: int, until: float) -> None:
        self._quiet_until[conversation_id] = until
        self._quiet_until.move_to_end(conversation_id)
        while len(self._quiet_until) > _MOST:
            self._quiet_until.popitem(last=False)
