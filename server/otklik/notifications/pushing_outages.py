"""Pushes about channels: sent only if the channel still is as it is said, to who still looks after channels."""

from datetime import timedelta
from typing import Any, Final

from msgspec.structs import replace

from otklik.infra.db import Tx
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import Again, JobContext, back_off
from otklik.kit.clock import utc_now
from otklik.kit.webpush import Vapid
from otklik.notifications import devices, repository, repository_outages
from otklik.notifications.choices import Happening
from otklik.notifications.deciding import make_person
from otklik.notifications.devices import OpenDevice
from otklik.notifications.outages import Outage, keeps_channels, make_job, say_outage
from otklik.notifications.pushing import TRIES_MAX, Outcome, Push, send_all, settle_results
from otklik.notifications.repository_outages import InboxFacts
from otklik.notifications.room import Notifications

_TTL_S: Final = 8 * 3600


class OutagePusher:
    """Handles the jobs of pushes about channels."""

    def __init__(self, tools: Notifications) -> None:
        self._tools = tools

    async def run(self, job: TakenJob, context: JobContext) -> Again | None:
        """Handle `OUTAGE_JOB`: load, send, and settle in the transaction that finishes the job."""
        async with context.database.workspace(job.workspace_id) as tx:
            loaded = await self._load(tx, job)
        if loaded is None:
            return None
        outage, push, vapid, opened = loaded
        results = await send_all(self._tools, vapid, push, opened)
        tries = int(job.payload.get("tries", 0)) + 1
        late = [result.device_id for result in results if result.outcome is Outcome.LATER]
        async with context.database.system(job.workspace_id) as tx:
            await settle_results(tx, results)
            if late and tries < TRIES_MAX:
                again = make_job(job.workspace_id, job.payload["operator_id"], outage)
                payload: dict[str, Any] = {**again.payload, "device_ids": late, "tries": tries}
                tx.defer(replace(again, payload=payload, delay_s=back_off(tries + 1)))
            await context.finish_in(tx)
        return None

    async def _load(self, tx: Tx, job: TakenJob) -> tuple[Outage, Push, Vapid, list[OpenDevice]] | None:
        row = await repository.find_person(tx, job.payload["operator_id"])
        inbox = await repository_outages.find_inbox(tx, job.payload["inbox_id"])
        failing = bool(job.payload["failing"])
        ends_in = job.payload.get("ends_in")
        if row is None or inbox is None or not _still_so(inbox, failing=failing, ends_in=ends_in):
            return None
        person = make_person(row, utc_now())
        if not keeps_channels(person) or not person.channels(Happening.CHANNEL).push:
            return None
        only = job.payload.get("device_ids")
        wanted = [one for one in await repository.list_devices(tx, row.id) if only is None or one.id in only]
        if not wanted:
            return None
        outage = Outage(inbox, failing, ends_in)
        push = Push(
            said=say_outage(outage, row.locale), page="/settings/health", tag=f"inbox-{inbox.id}", ttl_s=_TTL_S,
            urgent=failing or ends_in == 0,
        )  # fmt: skip
        vapid = await devices.get_key(tx, self._tools.keyring)
        return outage, push, vapid, devices.open_devices(tx.workspace_id, wanted, self._tools.keyring)


def _still_so(inbox: InboxFacts, *, failing: bool, ends_in: int | None) -> bool:
    """Whether a channel is as it is said; renewed access does not end soon."""
    if ends_in is None:
        return inbox.status == ("failing" if failing else "active")
    return inbox.expires_at is not None and inbox.expires_at <= utc_now() + timedelta(days=ends_in)
