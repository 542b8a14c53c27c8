"""Sends pushes: what is said is loaded when it leaves, and only if it still is news for one who may see it."""

import asyncio
import time
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
import structlog
from msgspec import Struct

from otklik.infra.db import Database, Tx
from otklik.infra.jobs.job import Job
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import Again, JobContext, back_off
from otklik.kit.clock import utc_now
from otklik.kit.http import HttpAnswer, HttpClient, HttpRequest, HttpTrouble
from otklik.kit.webpush import Vapid, seal
from otklik.notifications import devices, repository
from otklik.notifications.choices import PERSONAL, Happening
from otklik.notifications.deciding import Notice, Person, World, make_person
from otklik.notifications.devices import OpenDevice
from otklik.notifications.facts import Fact
from otklik.notifications.following import actor_of, load_world
from otklik.notifications.room import Notifications
from otklik.notifications.telling import PUSH_JOB, say
from otklik.notifications.words import Said

log = structlog.get_logger(__name__)

TRIES_MAX: Final = 6
REFUSALS_MAX: Final = 5
_TOKEN_S: Final = 12 * 3600
_ANSWER_MAX: Final = 64 * 1024
_LONGEST_WAIT_S: Final = 600
_HOURS: Final = 3600
TTL_S: Final = {
    Happening.OFFER: 60, Happening.QUEUE: _HOURS, Happening.REPLY: 4 * _HOURS, Happening.ASSIGNED: 8 * _HOURS,
    Happening.MENTION: 24 * _HOURS, Happening.FAILED: 4 * _HOURS,
    Happening.FOLLOWED: 8 * _HOURS, Happening.TASK: 24 * _HOURS, Happening.CHANNEL: 8 * _HOURS,
}  # fmt: skip
"""How long a push service keeps what it cannot deliver; afterwards it is no news."""


class Outcome(StrEnum):
    """What became of one push."""

    SENT = "sent"
    GONE = "gone"
    REFUSED = "refused"
    LATER = "later"


class Result(Struct, frozen=True):
    """What became of a push to one device; `status` is 0 when there was no answer."""

    device_id: int
    outcome: Outcome
    status: int = 0
    wait_s: float = 0.0


class Push(Struct, frozen=True, kw_only=True):
    """What is sent: the words, the page to open, and how the push service should treat it."""

    said: Said
    page: str
    tag: str
    ttl_s: int
    urgent: bool

    def encode(self) -> bytes:
        """Return what the browser gets; it stays far below the limit of a payload."""
        shown = {"title": self.said.title, "body": self.said.body, "page": self.page, "tag": self.tag}
        return msgspec.json.encode({**shown, "at": int(time.time() * 1000)})


class Pusher:
    """Handles the jobs of pushes."""

    def __init__(self, tools: Notifications) -> None:
        self._tools = tools

    async def run(self, job: TakenJob, context: JobContext) -> Again | None:
        """Handle `PUSH_JOB`: load, send, and settle in the transaction that finishes the job.

        Devices that answered "later" get a job of their own, so that the others are not told twice.
        """
        async with context.database.workspace(job.workspace_id) as tx:
            loaded = await self._load(tx, job)
        if loaded is None:
            return None
        push, vapid, opened = loaded
        results = await send_all(self._tools, vapid, push, opened)
        async with context.database.system(job.workspace_id) as tx:
            await settle_results(tx, results)
            for result in results:
                if result.outcome is Outcome.LATER:
                    _try_later(tx, job, result)
            await context.finish_in(tx)
        return None

    async def _load(self, tx: Tx, job: TakenJob) -> tuple[Push, Vapid, list[OpenDevice]] | None:
        notice = _read_notice(job)
        row = await repository.find_person(tx, notice.operator_id)
        if row is None or row.held or not await self._may_see(tx, row.id, notice):
            return None
        person = make_person(row, utc_now())
        rows = await repository.list_devices(tx, row.id)
        only = job.payload.get("device_ids")
        wanted = [one for one in rows if only is None or one.id in only]
        world = await _load_world(tx, person, notice)
        if not wanted or world is None:
            return None
        vapid = await devices.get_key(tx, self._tools.keyring)
        _, outside = say(notice, person, world)
        return _make_push(notice, outside), vapid, devices.open_devices(tx.workspace_id, wanted, self._tools.keyring)

    async def _may_see(self, tx: Tx, operator_id: int, notice: Notice) -> bool:
        row = await repository.find_person(tx, operator_id)
        return row is not None and bool(await self._tools.see(tx, actor_of(row), [notice.conversation_id]))


async def send_all(tools: Notifications, vapid: Vapid, push: Push, opened: Sequence[OpenDevice]) -> list[Result]:
    """Send one push to some devices side by side; outside every transaction."""
    return list(await asyncio.gather(*(_send(tools.http, tools.address, vapid, push, one) for one in opened)))


async def settle_test(database: Database, workspace_id: int, result: Result) -> None:
    """Remember how a test went, as of any push."""
    async with database.workspace(workspace_id) as tx:
        await settle_results(tx, [result])


async def _send(http: HttpClient, address: str, vapid: Vapid, push: Push, device: OpenDevice) -> Result:
    try:
        answer = await http.request(_request(address, vapid, push, device))
    except HttpTrouble as error:
        log.info("notifications.push_failed", device=device.id, error=error.detail[:200])
        return Result(device.id, Outcome.LATER)
    return _judge(device.id, answer)


def _request(address: str, vapid: Vapid, push: Push, device: OpenDevice) -> HttpRequest:
    parts = urlsplit(device.endpoint)
    subject = address if address.startswith("https://") else "mailto:push@localhost"
    expires = int(time.time()) + _TOKEN_S
    return HttpRequest(
        method="POST",
        url=device.endpoint,
        headers={
            "Authorization": vapid.authorize(f"{parts.scheme}://{parts.netloc}", subject, expires),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(push.ttl_s),
            "Urgency": "high" if push.urgent else "normal",
            "Topic": push.tag,
        },
        body=seal(push.encode(), device.recipient),
        read_timeout_s=10.0,
        max_bytes=_ANSWER_MAX,
    )


def _judge(device_id: int, answer: HttpAnswer) -> Result:
    """Read an answer as RFC 8030 means it: 404 and 410 are the end of a subscription, 429 and 5xx pass."""
    status = answer.status
    if status in {200, 201, 202, 204}:
        return Result(device_id, Outcome.SENT, status)
    if status in {404, 410}:
        return Result(device_id, Outcome.GONE, status)
    if status == 429 or status >= 500:  # noqa: PLR2004 - statuses are their own names
        return Result(device_id, Outcome.LATER, status, _wait(answer.headers.get("retry-after", "")))
    log.warning("notifications.push_refused", device=device_id, status=status)
    return Result(device_id, Outcome.REFUSED, status)


def _wait(retry_after: str) -> float:
    return min(float(retry_after), _LONGEST_WAIT_S) if retry_after.isascii() and retry_after.isdigit() else 0.0


async def settle_results(tx: Tx, results: Sequence[Result]) -> None:
    """Remember what became of pushes: devices that are gone leave the list."""

    def of(outcome: Outcome) -> list[int]:
        return [result.device_id for result in results if result.outcome is outcome]

    await repository.delete_devices(tx, of(Outcome.GONE))
    await repository.note_sent(tx, of(Outcome.SENT))
    await repository.note_refused(tx, of(Outcome.REFUSED), REFUSALS_MAX)


def _try_later(tx: Tx, job: TakenJob, result: Result) -> None:
    """Give a device that could not be reached a job of its own, until it was tried six times."""
    tries = int(job.payload.get("tries", 0)) + 1
    if tries >= TRIES_MAX:
        return
    payload: dict[str, Any] = {**job.payload, "device_ids": [result.device_id], "tries": tries}
    delay = max(result.wait_s, back_off(tries + 1))
    key = f"push:{result.device_id}:{job.payload['conversation_id']}"
    tx.defer(
        Job(
            workspace_id=job.workspace_id, kind=PUSH_JOB, key=key, unique_key=key, payload=payload, delay_s=delay
        )
    )  # fmt: skip


def _read_notice(job: TakenJob) -> Notice:
    given = job.payload
    return Notice(
        given["operator_id"], Happening(given["happening"]), given["conversation_id"], given["message_id"], given["by"],
        given.get("title", ""),
    )  # fmt: skip


async def _load_world(tx: Tx, person: Person, notice: Notice) -> World | None:
    """Load what is said; None when it is no news any more: read, muted, deleted, or it is quiet now."""
    fact = Fact(
        workspace_id=tx.workspace_id, conversation_id=notice.conversation_id, happening=notice.happening,
        message_id=notice.message_id,
    )  # fmt: skip
    people = [person.row]
    by = await repository.find_person(tx, notice.by) if notice.by is not None else None
    world = await load_world(tx, [*people, by] if by else people, [fact])
    message = world.messages.get(notice.message_id) if notice.message_id is not None else None
    muted = notice.happening not in PERSONAL and (person.id, notice.conversation_id) in world.mutes
    if muted or not person.channels(notice.happening).push or notice.conversation_id not in world.conversations:
        return None
    if notice.message_id is None:
        return world
    if message is None or message.deleted:
        return None
    return None if await repository.has_read(tx, person.id, notice.conversation_id, message.seq) else world


def _make_push(notice: Notice, said: Said) -> Push:
    return Push(
        said=said, page=f"/inbox/all/{notice.conversation_id}", tag=f"conversation-{notice.conversation_id}",
        ttl_s=TTL_S[notice.happening], urgent=notice.happening not in {Happening.QUEUE, Happening.FAILED},
    )  # fmt: skip
