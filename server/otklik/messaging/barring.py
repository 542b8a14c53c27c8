"""A blocked customer is kept away by the messenger too, where it can: told by jobs, its answer kept at the address.

The job reads what is wanted when it runs, so blocking and letting in again in quick succession end as the last of both.
What fails is said at the address and in the conversation; whoever says it again has it tried again.
"""

import asyncio
from typing import Final

import structlog
from msgspec import Struct

from otklik.channelkit.channel import Blocks
from otklik.channelkit.outbound import SendError, SendErrorKind, SendResult
from otklik.contacts.events import ContactBarred, ContactChanged, ContactsMerged, ContactsUnmerged
from otklik.conversations import opening, verbs
from otklik.conversations.records import SYSTEM
from otklik.infra.db import Tx
from otklik.infra.jobs.job import Job
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import Again, JobContext
from otklik.messaging.directory import Directory, OpenInbox

log = structlog.get_logger(__name__)

BAR_JOB: Final = "messaging.bar"
_TIMEOUT_S: Final = 60
_PAUSED_S: Final = 60.0
_AGAIN: Final = {SendErrorKind.RATE, SendErrorKind.RETRY, SendErrorKind.UNCERTAIN}


class _Wish(Struct, frozen=True):
    inbox_id: int
    external_id: str
    contact_id: int
    barred: bool | None
    failed: bool
    wanted: bool

    @property
    def is_met(self) -> bool:
        return not self.failed and self.wanted is bool(self.barred)


async def ask_bars(tx: Tx, event: ContactBarred | ContactsMerged | ContactsUnmerged) -> None:
    """Have every messenger of the person told; those merged or parted are as blocked as their card is now.

    Nobody is told of a person who is not blocked and whom nobody was ever asked to keep away.
    """
    restored = (event.data or {}).get("restored_id")
    here = tx.within(event.workspace_id)
    rows = await here.rows(
        """select i.id from identity i
           join contact c on c.id = i.contact_id
           join inbox b on b.id = i.inbox_id and b.deleted_at is null
           where i.contact_id = any(%(contacts)s) and i.workspace_id = %(workspace)s
                 and (c.blocked_at is not null or i.barred is not null or i.bar_error <> '')""",
        {"contacts": [one for one in (event.contact_id, restored) if one is not None], "workspace": here.workspace_id},
    )
    for (identity_id,) in rows:
        tx.defer(
            Job(
                workspace_id=event.workspace_id, kind=BAR_JOB, key=f"bar:{identity_id}",
                unique_key=f"bar:{identity_id}", payload={"identity_id": identity_id},
            )
        )  # fmt: skip


class Barrer:
    """Tells messengers: the handler of `BAR_JOB`."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def run(self, job: TakenJob, context: JobContext) -> Again | None:
        """Ask for what is wanted now, unless it is so already; a refusal is said aloud, a doubt is asked again."""
        identity_id = int(job.payload["identity_id"])
        async with context.database.workspace(job.workspace_id) as tx:
            wish = await _find_wish(tx, identity_id)
        if wish is None or wish.is_met:
            return None
        inbox = await self._directory.by_id(wish.inbox_id)
        if inbox is None or not isinstance(inbox.channel, Blocks) or not inbox.capabilities.block_out:
            return None
        if inbox.record.status == "paused":
            return Again(_PAUSED_S)
        result = await self._ask(inbox, inbox.channel, wish)
        doubtful = isinstance(result, SendError) and result.kind in _AGAIN and job.attempts + 1 < job.max_attempts
        async with context.database.workspace(job.workspace_id) as tx:
            news = await _record(tx, identity_id, wish, result)
            if isinstance(result, SendError) and not doubtful and (news or result.kind in _AGAIN):
                await _say_aloud(tx, inbox, wish, result)
        if isinstance(result, SendError) and doubtful:
            raise NotDoneYet(result)
        return None

    async def _ask(self, inbox: OpenInbox, channel: Blocks, wish: _Wish) -> SendResult:
        try:
            async with asyncio.timeout(_TIMEOUT_S):
                return await channel.block(wish.external_id, self._directory.context(inbox), on=wish.wanted)
        except TimeoutError:
            return SendError(kind=SendErrorKind.UNCERTAIN, code="timeout", detail="no answer")
        except Exception as error:
            log.exception("barring.channel_raised", channel=inbox.record.channel)
            return SendError(kind=SendErrorKind.FORMAT, code=type(error).__name__, detail="internal error")


class NotDoneYet(Exception):
    """The messenger could not do it now; the job is tried again later."""

    def __init__(self, error: SendError) -> None:
        super().__init__(f"{error.kind} {error.code}")


async def _find_wish(tx: Tx, identity_id: int) -> _Wish | None:
    return await tx.find(
        _Wish,
        """select i.inbox_id, i.external_id, i.contact_id, i.barred, i.bar_error <> '' as failed,
                  c.blocked_at is not null as wanted
           from identity i join contact c on c.id = i.contact_id
           where i.id = %(id)s and i.workspace_id = %(workspace)s""",
        {"id": identity_id, "workspace": tx.workspace_id},
    )


async def _record(tx: Tx, identity_id: int, wish: _Wish, result: SendResult) -> bool:
    """Keep the answer at the address; False when the same stands there."""
    error = _words(result) if isinstance(result, SendError) else ""
    news = await tx.value(
        """update identity set bar_error = %(error)s,
               barred = case when %(error)s = '' then %(wanted)s else barred end
           where id = %(id)s and workspace_id = %(workspace)s
                 and (bar_error <> %(error)s or (%(error)s = '' and barred is distinct from %(wanted)s))
           returning 1""",
        {"error": error, "wanted": wish.wanted, "id": identity_id, "workspace": tx.workspace_id},
    )
    if news is not None:
        await tx.announce(ContactChanged(workspace_id=tx.workspace_id, contact_id=wish.contact_id))
    return news is not None


async def _say_aloud(tx: Tx, inbox: OpenInbox, wish: _Wish, error: SendError) -> None:
    """Leave a line in the conversation that runs: whoever blocked has gone on to other work."""
    current = await opening.find_running(tx, wish.contact_id)
    if current is None:
        return
    conversation = await verbs.get_conversation(tx, current, lock=True)
    what = "bar_failed" if wish.wanted else "unbar_failed"
    await verbs.add_line(tx, conversation, SYSTEM, what, {"name": inbox.record.name, "text": _words(error)})


def _words(error: SendError) -> str:
    return f"{error.code} {error.detail}".strip()[:300] or str(error.kind)
