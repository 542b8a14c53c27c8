"""Sending: empties one person's line, head first, one request at a time.

The claim and the result are two transactions with the provider's call between them. A claim found without a
result means that the process died in between: the message is marked uncertain and a person decides, unless the
provider tells a repeat by itself.
"""

import asyncio
from collections.abc import Sequence

import structlog
from msgspec import Struct

from otklik.channelkit.channel import Channel
from otklik.channelkit.outbound import OutboundMessage, Part, Scope, SendError, SendErrorKind, SendResult, Sent
from otklik.channelkit.windows import Opening, find_opening
from otklik.contacts import repository as contacts
from otklik.contacts.events import ContactChanged
from otklik.contacts.records import IdentityRow
from otklik.conversations.changes import encode_error, is_template, set_delivery
from otklik.conversations.records import MessageRecord
from otklik.conversations.repository import find_message
from otklik.inboxes import repository as inboxes
from otklik.inboxes.events import InboxChanged
from otklik.infra.db import Tx
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import Again, JobContext, back_off
from otklik.kit.clock import utc_now
from otklik.kit.metrics import MESSAGES, SENDS
from otklik.messaging import outbox
from otklik.messaging.assembly import assemble
from otklik.messaging.copies import note_refused
from otklik.messaging.delivery import settle_message
from otklik.messaging.directory import Directory, OpenInbox
from otklik.messaging.early import ask_early
from otklik.messaging.facts import apply_fact
from otklik.messaging.limiter import Limiter
from otklik.messaging.outbox import OutboxRow
from otklik.messaging.scanning import judge_files
from otklik.messaging.sounds import ForeignSound, SoundFitter, find_foreign

log = structlog.get_logger(__name__)

_SEND_TIMEOUT_S = 330
_GIVE_UP_AFTER_S = 24 * 3600
_INBOX_AWAY_S = 30.0
_REMEMBERED_S = 1800
_HELD_S = 3.0
_LONGEST_LINE = 50
_FOR_GOOD = {
    SendErrorKind.FORMAT, SendErrorKind.WINDOW, SendErrorKind.GONE, SendErrorKind.OPTOUT, SendErrorKind.POLICY,
}  # fmt: skip


class _Turn(Struct, frozen=True):
    """What is about to be sent; `to_person`: the person of the line is the one it is written to."""

    row: OutboxRow
    part: Part
    parts: int
    to_person: bool


_Prepared = _Turn | ForeignSound | Again | None
"""What to do with the head of a line: send a part, make a sound anew, wait; None: go on with the next."""


class Dispatcher:
    """Handles the dispatch jobs of this process."""

    def __init__(self, directory: Directory, limiter: Limiter, sounds: SoundFitter | None = None) -> None:
        """Without `sounds` voice messages leave as they were recorded."""
        self._directory = directory
        self._limiter = limiter
        self._sounds = sounds

    async def run(self, job: TakenJob, context: JobContext) -> Again | None:
        """Send what waits for one person; asks to be run again when the head must wait."""
        for _ in range(_LONGEST_LINE):
            inbox = await self._directory.by_id(int(job.payload["inbox_id"]))
            answer = await self._step(job, context, inbox)
            if answer is not None:
                return answer if answer.delay_s > 0 else None
        return Again(0.05)

    async def _step(self, job: TakenJob, context: JobContext, inbox: OpenInbox | None) -> Again | None:
        """Send one part. None: go on with the next; Again(0): the line is empty."""
        async with context.database.workspace(job.workspace_id) as tx:
            prepared = await self._prepare(tx, int(job.payload["identity_id"]), inbox)
        if isinstance(prepared, ForeignSound):
            assert self._sounds is not None  # noqa: S101 - asked for only with it
            await self._sounds.fit(context.database, job.workspace_id, prepared)
            return None
        if not isinstance(prepared, _Turn):
            return prepared
        assert inbox is not None  # noqa: S101 - a turn is only prepared for a working inbox
        result = await self._send(inbox, prepared)
        async with context.database.workspace(job.workspace_id) as tx:
            return await self._settle(tx, inbox, prepared, result)

    async def _prepare(self, tx: Tx, identity_id: int, inbox: OpenInbox | None) -> _Prepared:
        row = await outbox.find_head(tx, identity_id)
        if row is None:
            return Again(0)
        message = await find_message(tx, row.message_id)
        if message is None or message.deleted_at is not None:
            return await _leave_line(tx, row)
        if row.state == "sending" and not _repeats_safely(inbox, row):
            return await _mark_uncertain(tx, row, message, "the program stopped while sending")
        if inbox is None or row.inbox_id != inbox.record.id:
            return await _fail(tx, row, message, encode_error("no_inbox"))
        if row.age_s > _GIVE_UP_AFTER_S:
            return await _fail(tx, row, message, encode_error("gave_up", detail="no success within 24 hours"))
        return await self._pass_files(tx, inbox, row, message)

    async def _pass_files(self, tx: Tx, inbox: OpenInbox, row: OutboxRow, message: MessageRecord) -> _Prepared:
        """Let nothing out that the antivirus found, and, where the company wants it, nothing that it has not seen."""
        match await judge_files(tx, message.id):
            case "infected":
                return await _fail(tx, row, message, encode_error("infected"))
            case "too_large":
                return await _fail(tx, row, message, encode_error("too_large_to_check"))
            case "held":
                return Again(_HELD_S)
            case _:
                foreign = await find_foreign(tx, message.id, inbox.capabilities) if self._sounds else None
                return foreign or await self._take_turn(tx, inbox, row, message)

    async def _take_turn(
        self, tx: Tx, inbox: OpenInbox, row: OutboxRow, message: MessageRecord
    ) -> _Turn | Again | None:
        wait = max(row.wait_s, await _inbox_wait(tx, inbox))
        if wait > 0:
            return Again(max(wait, 0.05))
        identity = await contacts.find_identity(tx, row.identity_id)
        if identity is None:
            return await _fail(tx, row, message, encode_error("no_identity"))
        opening = find_opening(inbox.capabilities, identity.last_wrote_at, utc_now())
        if _is_shut_for(message, opening):
            return await _fail(tx, row, message, encode_error(SendErrorKind.WINDOW, "window_closed"))
        return await self._make_turn(tx, inbox, row, (message, identity, opening))

    async def _make_turn(
        self, tx: Tx, inbox: OpenInbox, row: OutboxRow, what: tuple[MessageRecord, IdentityRow, Opening]
    ) -> _Turn | Again | None:
        message, identity, opening = what
        capabilities = inbox.capabilities
        late = opening is Opening.LATE
        assembled = await assemble(tx, message, identity.external_id, mail=capabilities.subject, late=late)
        parts = _render(inbox.channel, assembled, inbox)
        if isinstance(parts, SendError):
            return await _fail(tx, row, message, encode_error(parts.kind, parts.code, parts.detail))
        if row.part >= len(parts):
            return await _leave_line(tx, row, settle=True)
        turn = self._limiter.reserve(inbox.record.id, identity.external_id, capabilities)
        if turn > 0:
            return Again(max(turn, 0.02))
        await outbox.claim(tx, row)
        await set_delivery(tx, message, "sending")
        return _Turn(row, parts[row.part], len(parts), assembled.recipient == identity.external_id)

    async def _send(self, inbox: OpenInbox, turn: _Turn) -> SendResult:
        try:
            async with asyncio.timeout(_SEND_TIMEOUT_S):
                result = await inbox.channel.send(turn.part, self._directory.context(inbox))
        except TimeoutError:
            result = SendError(kind=SendErrorKind.UNCERTAIN, code="timeout", detail="no answer")
        except Exception as error:
            log.exception("dispatch.channel_raised", channel=inbox.record.channel, message=turn.row.message_id)
            result = SendError(
                kind=SendErrorKind.UNCERTAIN, code=type(error).__name__, detail="internal error while sending"
            )
        outcome = "sent" if isinstance(result, Sent) else result.kind
        SENDS.labels(inbox.record.channel, outcome).inc()
        return result

    async def _settle(self, tx: Tx, inbox: OpenInbox, turn: _Turn, result: SendResult) -> Again | None:
        row = turn.row
        if not await outbox.holds_claim(tx, row):
            log.warning("dispatch.claim_lost", message=row.message_id)
            return Again(1.0)
        message = await find_message(tx, row.message_id)
        if message is None:
            return await _leave_line(tx, row)
        if isinstance(result, Sent):
            if result.refused:
                await note_refused(tx, message, result.refused)
            return await _record_sent(tx, inbox, turn, result)
        return await _record_refusal(tx, inbox, turn, message, result)


def _is_shut_for(message: MessageRecord, opening: Opening) -> bool:
    """Whether the window keeps a message in: a template passes always, late only what a person wrote."""
    if opening is Opening.OPEN or is_template(message):
        return False
    return opening is Opening.SHUT or message.author_kind != "operator"


def _repeats_safely(inbox: OpenInbox | None, row: OutboxRow) -> bool:
    """Whether the provider tells a repeat of its own, and surely still remembers the first attempt."""
    if inbox is None or row.inbox_id != inbox.record.id or row.age_s > _REMEMBERED_S:
        return False
    return inbox.capabilities.idempotent_send


def _render(channel: Channel, message: OutboundMessage, inbox: OpenInbox) -> Sequence[Part] | SendError:
    try:
        return channel.render(message, inbox.settings)
    except Exception as error:
        log.exception("dispatch.render_failed", channel=inbox.record.channel, message=message.message_id)
        return SendError(
            kind=SendErrorKind.FORMAT, code=type(error).__name__, detail="the message cannot be put into this channel"
        )


async def _inbox_wait(tx: Tx, inbox: OpenInbox) -> float:
    if inbox.record.status == "paused":
        return _INBOX_AWAY_S
    wait = await tx.value(
        "select extract(epoch from paused_until - now())::float8 from inbox_health where inbox_id = %(id)s",
        {"id": inbox.record.id},
    )
    return float(wait or 0)


async def _record_sent(tx: Tx, inbox: OpenInbox, turn: _Turn, result: Sent) -> Again | None:
    row = turn.row
    await outbox.record_part(
        tx, row, "delivered" if result.delivered else "sent", external_id=result.external_id or None
    )
    await _keep_refs(tx, row.message_id, result)
    await inboxes.note_traffic(tx, inbox.record.id, row.workspace_id, inbound=False)
    if inbox.record.status == "failing":
        await _set_inbox_status(tx, inbox, "active")
    if row.part + 1 < turn.parts:
        await outbox.advance(tx, row.message_id)
        return None
    await _leave_line(tx, row, settle=True)
    MESSAGES.labels(inbox.record.channel, "out").inc()
    for fact in await ask_early(tx, [(inbox.record.id, result.external_id)])():
        await apply_fact(tx, inbox.record, fact.decode())
    return None


async def _keep_refs(tx: Tx, message_id: int, result: Sent) -> None:
    for key, ref in result.file_refs.items():
        await tx.execute(
            "update attachment set ref = %(ref)s where message_id = %(id)s and file_key = %(key)s",
            {"id": message_id, "key": key, "ref": ref},
        )


async def _record_refusal(
    tx: Tx, inbox: OpenInbox, turn: _Turn, message: MessageRecord, error: SendError
) -> Again | None:
    row = turn.row
    stored = encode_error(error.kind, error.code, error.detail)
    await inboxes.note_error(
        tx, inbox.record.id, row.workspace_id, f"{error.code} {error.detail}".strip(),
        pause_s=(error.retry_after_s or 5) if error.kind is SendErrorKind.RATE and error.scope is Scope.INBOX else 0,
    )  # fmt: skip
    if error.kind is SendErrorKind.UNCERTAIN:
        return await _mark_uncertain(tx, row, message, error.detail or error.code)
    if error.kind in _FOR_GOOD:
        if error.kind is SendErrorKind.GONE and turn.to_person:
            await contacts.set_reach(tx, row.identity_id, reachable=False, reason=error.detail or error.code)
            await tx.announce(ContactChanged(workspace_id=row.workspace_id))
        return await _fail(tx, row, message, stored)
    delay = _delay(error, row.attempts)
    if error.kind is SendErrorKind.AUTH and inbox.record.status == "active":
        await _set_inbox_status(tx, inbox, "failing")
    await outbox.release(tx, row.message_id, delay)
    await set_delivery(tx, message, "queued", error=stored, force=True)
    return Again(delay)


def _delay(error: SendError, attempts: int) -> float:
    if error.retry_after_s is not None:
        return error.retry_after_s + 1
    return 60.0 if error.kind is SendErrorKind.AUTH else back_off(attempts)


async def _set_inbox_status(tx: Tx, inbox: OpenInbox, status: str) -> None:
    await inboxes.update_inbox(tx, inbox.record.id, {"status": status})
    await tx.announce(
        InboxChanged(workspace_id=inbox.record.workspace_id, data={"inbox_id": inbox.record.id, "what": status})
    )


async def _leave_line(tx: Tx, row: OutboxRow, *, settle: bool = False) -> Again | None:
    """Take the head out of the line and go on with the next."""
    await outbox.remove(tx, row.message_id)
    if settle:
        await settle_message(tx, row.message_id)
    return None


async def _fail(tx: Tx, row: OutboxRow, message: MessageRecord, error: dict[str, str]) -> Again | None:
    await outbox.record_part(tx, row, "failed", error=error)
    await set_delivery(tx, message, "failed", error=error)
    return await _leave_line(tx, row)


async def _mark_uncertain(tx: Tx, row: OutboxRow, message: MessageRecord, why: str) -> Again | None:
    error = encode_error(SendErrorKind.UNCERTAIN, detail=why)
    await outbox.record_part(tx, row, "uncertain", error=error)
    await set_delivery(tx, message, "uncertain", error=error)
    return await _leave_line(tx, row)
