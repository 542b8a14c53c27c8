"""A blocked customer is kept away by the messenger too, where it can: told by jobs, its answer kept at the address.

The job reads what is wanted when it runs, so blocking and letting in again in quick succession end as the last of both.
"""

import asyncio
from typing import Final

import structlog
from msgspec import Struct

from otklik.channelkit.channel import Blocks
from otklik.channelkit.outbound import SendError, SendErrorKind, SendResult
from otklik.contacts.events import ContactBarred, ContactChanged
from otklik.infra.db import Tx
from otklik.infra.jobs.job import Job
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import JobContext
from otklik.messaging.directory import Directory, OpenInbox

log = structlog.get_logger(__name__)

BAR_JOB: Final = "messaging.bar"
_TIMEOUT_S: Final = 60
_AGAIN: Final = {SendErrorKind.RATE, SendErrorKind.RETRY, SendErrorKind.UNCERTAIN}


class _Wish(Struct, frozen=True):
    inbox_id: int
    external_id: str
    contact_id: int
    barred: bool | None
    wanted: bool


async def ask_bars(tx: Tx, event: ContactBarred) -> None:
    """Have every messenger of the person told; called when somebody was blocked or let in again."""
    rows = await tx.rows(
        """select i.id from identity i
           join inbox b on b.id = i.inbox_id and b.deleted_at is null and b.status in ('active', 'failing')
           where i.contact_id = %(contact)s and i.workspace_id = %(workspace)s""",
        {"contact": event.contact_id, "workspace": tx.workspace_id},
    )
    for (identity_id,) in rows:
        tx.defer(
            Job(
                workspace_id=tx.workspace_id, kind=BAR_JOB, key=f"bar:{identity_id}", unique_key=f"bar:{identity_id}",
                payload={"identity_id": identity_id},
            )
        )  # fmt: skip


class Barrer:
    """Tells messengers: the handler of `BAR_JOB`."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def run(self, job: TakenJob, context: JobContext) -> None:
        """Ask for what is wanted now, unless it is so already; a refusal is kept, a doubt is asked again."""
        identity_id = int(job.payload["identity_id"])
        async with context.database.workspace(job.workspace_id) as tx:
            wish = await _find_wish(tx, identity_id)
        if wish is None or wish.wanted is bool(wish.barred):
            return
        inbox = await self._directory.by_id(wish.inbox_id)
        if inbox is None or not isinstance(inbox.channel, Blocks) or not inbox.capabilities.block_out:
            return
        result = await self._ask(inbox, inbox.channel, wish)
        async with context.database.workspace(job.workspace_id) as tx:
            await _record(tx, identity_id, wish, result)
        if isinstance(result, SendError) and result.kind in _AGAIN and job.attempts + 1 < job.max_attempts:
            raise NotDoneYet(result)

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
        """select i.inbox_id, i.external_id, i.contact_id, i.barred, c.blocked_at is not null as wanted
           from identity i join contact c on c.id = i.contact_id
           where i.id = %(id)s and i.workspace_id = %(workspace)s""",
        {"id": identity_id, "workspace": tx.workspace_id},
    )


async def _record(tx: Tx, identity_id: int, wish: _Wish, result: SendResult) -> None:
    error = f"{result.code} {result.detail}".strip()[:300] if isinstance(result, SendError) else ""
    await tx.execute(
        """update identity set bar_error = %(error)s,
               barred = case when %(error)s = '' then %(wanted)s else barred end
           where id = %(id)s and workspace_id = %(workspace)s""",
        {"error": error, "wanted": wish.wanted, "id": identity_id, "workspace": tx.workspace_id},
    )
    await tx.announce(ContactChanged(workspace_id=tx.workspace_id or 0, contact_id=wish.contact_id))
