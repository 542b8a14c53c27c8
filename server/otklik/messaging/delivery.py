"""What providers report about our messages; a message is as far as its slowest part."""

from otklik.channelkit.inbound import DeliveryReported, DeliveryStatus
from otklik.channelkit.tags import read_tag
from otklik.conversations.changes import encode_error, set_delivery
from otklik.conversations.repository import find_by_external_id, find_message
from otklik.inboxes.records import InboxRecord
from otklik.infra.db import Tx
from otklik.messaging.copies import is_about_copy, note_refused


async def apply_report(tx: Tx, inbox: InboxRecord, report: DeliveryReported) -> bool:
    """Record a report; False when the message is not known (a report may overtake the answer to our own call)."""
    if report.watermark:
        await _apply_watermark(tx, inbox, report)
        return True
    if await _is_settled_as_copy(tx, inbox, report):
        return True
    await _name_uncertain(tx, inbox, report)
    message_id = await _move(tx, inbox, report, report.message_id)
    if message_id is None and report.other_ids:
        other = await _find_other(tx, inbox, report)
        message_id = await _move(tx, inbox, report, other) if other is not None else None
    if message_id is None:
        return False
    await settle_message(tx, message_id, report)
    return True


async def _find_other(tx: Tx, inbox: InboxRecord, report: DeliveryReported) -> str | None:
    """Return the one other name under which a message to this person is known; more than one proves nothing."""
    if report.sender is None:
        return None
    rows = await tx.rows(
        """select d.external_id from delivery d join message m on m.id = d.message_id
           join identity i on i.id = m.identity_id
           where d.inbox_id = %(inbox)s and d.workspace_id = %(workspace)s and d.external_id = any(%(others)s)
                 and i.external_id = %(person)s limit 2""",
        {
            "inbox": inbox.id, "workspace": inbox.workspace_id, "others": list(report.other_ids),
            "person": report.sender.external_id,
        },
    )  # fmt: skip
    return rows[0][0] if len(rows) == 1 else None


async def _move(tx: Tx, inbox: InboxRecord, report: DeliveryReported, external_id: str) -> int | None:
    """Let a part go as far as the report says; returns its message, None when nobody knows the id."""
    found: int | None = await tx.value(
        """update delivery set status = case
                   when array_position(array['uncertain', 'failed', 'sent', 'delivered', 'read'], %(status)s)
                      > array_position(array['uncertain', 'failed', 'sent', 'delivered', 'read'], status)
                      or (%(status)s = 'failed' and status in ('sent', 'uncertain')) then %(status)s else status end,
               at = now()
           where inbox_id = %(inbox)s and external_id = %(external)s returning message_id""",
        {"inbox": inbox.id, "external": external_id, "status": report.status},
    )
    return found


async def _name_uncertain(tx: Tx, inbox: InboxRecord, report: DeliveryReported) -> None:
    """Give a part whose sending is uncertain the provider's id that the report brings with our own name of it."""
    named = read_tag(report.tag)
    if named is not None:
        await tx.execute(
            """update delivery set external_id = %(external)s
               where message_id = %(message)s and part = %(part)s and inbox_id = %(inbox)s and status = 'uncertain'
                     and external_id is null""",
            {"external": report.message_id, "message": named[0], "part": named[1], "inbox": inbox.id},
        )


async def _is_settled_as_copy(tx: Tx, inbox: InboxRecord, report: DeliveryReported) -> bool:
    """Record that a copy did not arrive, which is no failure of the letter; False for any other report."""
    if report.status is not DeliveryStatus.FAILED or report.sender is None:
        return False
    ref = await find_by_external_id(tx, inbox.id, report.message_id)
    message = await find_message(tx, ref.id) if ref is not None else None
    if message is None or not is_about_copy(message, report):
        return False
    await note_refused(tx, message, {report.sender.external_id: report.detail or report.code})
    return True


async def settle_message(tx: Tx, message_id: int, report: DeliveryReported | None = None) -> None:
    """Set a message's status from its parts: failed if one failed, else the least far."""
    message = await find_message(tx, message_id)
    status = await tx.value(
        """select case when bool_or(status = 'failed') then 'failed'
                       else (array['uncertain', 'sent', 'delivered', 'read'])[
                            min(array_position(array['uncertain', 'sent', 'delivered', 'read'], status))] end
           from delivery where message_id = %(id)s""",
        {"id": message_id},
    )
    waiting = await tx.value("select 1 from outbox where message_id = %(id)s", {"id": message_id})
    if message is None or status is None or waiting:
        return
    error = None
    if status == DeliveryStatus.FAILED and report is not None:
        error = encode_error(report.failure or "reported", report.code, report.detail)
    await set_delivery(tx, message, status, error=error)


async def _apply_watermark(tx: Tx, inbox: InboxRecord, report: DeliveryReported) -> None:
    """Everything sent to this person up to a moment, or up to the message that is named, has been delivered or read."""
    if report.sender is None:
        return
    rows = await tx.rows(
        """update delivery d set status = %(status)s, at = now()
           from message m join identity i on i.id = m.identity_id
           where d.message_id = m.id and i.inbox_id = %(inbox)s and i.external_id = %(person)s
                 and m.created_at <= coalesce((select max(known.created_at) from delivery at_it
                         join message known on known.id = at_it.message_id
                         where at_it.inbox_id = %(inbox)s and at_it.external_id = %(external)s), %(at)s)
                 and m.created_at > %(at)s - interval '30 days'
                 and array_position(array['uncertain', 'failed', 'sent', 'delivered', 'read'], d.status)
                   < array_position(array['uncertain', 'failed', 'sent', 'delivered', 'read'], %(status)s)
           returning d.message_id""",
        {
            "inbox": inbox.id,
            "person": report.sender.external_id,
            "at": report.at,
            "status": report.status,
            "external": report.message_id,
        },
    )
    for message_id in sorted({row[0] for row in rows}):
        await settle_message(tx, message_id)
