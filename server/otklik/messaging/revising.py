"""Changes to what we have sent: a reply edited or taken back, at the provider first, then here.

What has not left yet is changed here alone. Otherwise the provider is asked between two transactions, never inside
one, and our copy follows only when it agreed: the desk shows what the customer sees.
"""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

import msgspec
import structlog
from msgspec import Struct

from otklik.channelkit.channel import Edits
from otklik.channelkit.outbound import OutboundMessage, SendError, SendErrorKind, SendResult
from otklik.contacts import repository as contacts
from otklik.conversations import changes
from otklik.conversations.changes import NewBody
from otklik.conversations.errors import CannotChange, ClosedChannel
from otklik.conversations.records import MessageRecord
from otklik.conversations.repository import lock_message
from otklik.infra.db import Database, Tx
from otklik.kit.clock import utc_now
from otklik.kit.errors import Conflict, RateLimited
from otklik.messaging import outbox
from otklik.messaging.assembly import assemble
from otklik.messaging.directory import Directory, OpenInbox

log = structlog.get_logger(__name__)

_TIMEOUT_S = 40
_ARRIVED = frozenset({"sent", "delivered", "read"})


class UncertainChange(Conflict):
    """The provider did not answer: the customer may see the old text or the new one."""

    code = "uncertain_change"


class _Sent(Struct, frozen=True):
    """A message that the customer has: its ids at the provider, whose it is, and how it looks after the change."""

    message: MessageRecord
    external_ids: tuple[str, ...]
    recipient: str
    changed: OutboundMessage


class Reviser:
    """Edits and deletes messages of ours."""

    def __init__(self, database: Database, directory: Directory) -> None:
        self._database = database
        self._directory = directory

    async def edit(self, workspace_id: int, message_id: int, new: NewBody) -> None:
        """Replace the body.

        Raises CannotChange when it is too late or the channel cannot, Invalid for buttons it cannot show.
        """
        async with self._database.workspace(workspace_id) as tx:
            sent = await _find_sent(tx, message_id, new)
            if sent is None:
                await changes.rewrite_message(tx, await lock_message(tx, message_id), new, utc_now())
                return
        await self._edit_there(sent)
        async with self._database.workspace(workspace_id) as tx:
            await changes.rewrite_message(tx, await lock_message(tx, message_id), new, utc_now())

    async def delete(self, workspace_id: int, message_id: int) -> None:
        """Take a message back; one that is gone already stays gone."""
        async with self._database.workspace(workspace_id) as tx:
            sent = await _find_sent(tx, message_id, None)
            if sent is None:
                await outbox.remove(tx, message_id)
                await changes.delete_message(tx, await lock_message(tx, message_id), utc_now())
                return
        await self._delete_there(sent)
        async with self._database.workspace(workspace_id) as tx:
            await changes.delete_message(tx, await lock_message(tx, message_id), utc_now())

    async def _edit_there(self, sent: _Sent) -> None:
        inbox, channel = await self._open(sent)
        _check_time(sent.message, inbox.capabilities.edit_out_s)
        if len(sent.external_ids) != 1 or len(inbox.channel.render(sent.changed, inbox.settings)) != 1:
            raise CannotChange("the message went out in several parts, which cannot be edited")
        context = self._directory.context(inbox)
        _check_result(await _within_time(channel.edit(sent.external_ids[0], sent.changed, context)))

    async def _delete_there(self, sent: _Sent) -> None:
        inbox, channel = await self._open(sent)
        _check_time(sent.message, inbox.capabilities.delete_out_s)
        context = self._directory.context(inbox)
        for external_id in sent.external_ids:
            _check_result(await _within_time(channel.delete(external_id, sent.recipient, context)))

    async def _open(self, sent: _Sent) -> tuple[OpenInbox, Edits]:
        inbox = await self._directory.by_id(sent.message.inbox_id or 0)
        if inbox is None:
            raise ClosedChannel("this channel is not connected any more", extra={"reason": "no_inbox"})
        if not isinstance(inbox.channel, Edits):
            raise CannotChange("this channel cannot change messages")
        return inbox, inbox.channel


async def _find_sent(tx: Tx, message_id: int, new: NewBody | None) -> _Sent | None:
    """Return what the customer has of a message; None when it has not left and can be changed here alone."""
    waiting = await outbox.lock_row(tx, message_id)
    message = await lock_message(tx, message_id)
    if message.deleted_at is not None:
        if new is None:
            return None
        raise CannotChange("the message has been deleted")
    if message.direction != "out":
        raise CannotChange("only messages of ours can be changed")
    if message.note and message.delivery is not None:
        raise CannotChange("a message that was passed on cannot be changed")
    if message.note:
        return None
    if waiting is not None and (waiting.state == "sending" or waiting.part > 0):
        raise CannotChange("the message is being sent just now")
    external_ids = await outbox.list_external_ids(tx, message_id)
    if message.delivery not in _ARRIVED and not external_ids:
        if message.delivery == "uncertain":
            raise CannotChange("nobody knows whether the message has arrived")
        return None
    if not external_ids:
        raise CannotChange("the provider gave the message no id by which it could be changed")
    return await _assemble_changed(tx, message, external_ids, new)


async def _assemble_changed(
    tx: Tx, message: MessageRecord, external_ids: tuple[str, ...], new: NewBody | None
) -> _Sent:
    identity = await contacts.find_identity(tx, message.identity_id or 0)
    if identity is None:
        raise CannotChange("the customer's address is not known any more")
    changed = message
    if new is not None:
        changed = msgspec.structs.replace(message, text=new.text, content=new.change(message.content))
    assembled = await assemble(tx, changed, identity.external_id, mail=False)
    return _Sent(message, external_ids, identity.external_id, assembled)


async def _within_time(call: Awaitable[SendResult]) -> SendResult:
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            return await call
    except TimeoutError:
        return SendError(kind=SendErrorKind.UNCERTAIN, code="timeout")


def _check_time(message: MessageRecord, window_s: int) -> None:
    if not window_s:
        raise CannotChange("this channel cannot change messages")
    if utc_now() - message.sent_at > timedelta(seconds=window_s):
        raise CannotChange("the time in which this channel lets messages be changed is over", code="too_late")


def _check_result(result: SendResult) -> None:
    if not isinstance(result, SendError):
        return
    if result.kind is SendErrorKind.RATE:
        raise RateLimited("the channel asks to wait", retry_after=result.retry_after_s or 5.0)
    if result.kind in {SendErrorKind.UNCERTAIN, SendErrorKind.RETRY}:
        raise UncertainChange("the channel did not answer; look again before you repeat it")
    raise CannotChange(
        "the channel refused the change", extra={"reason": result.kind, "provider": f"{result.code} {result.detail}"}
    )
