"""Deliveries that could not be read or recorded, looked at and run again on the same road.

A delivery in the journal has been verified, so it is not verified again. The entry is locked while it is recorded,
and only a failed one is: of two people who press the button at once, the second finds it done.
"""

import re
from collections.abc import Mapping

import structlog
from msgspec import Struct

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.channelkit.inbound import HookCall
from otklik.inboxes.connection import secrets_of
from otklik.inboxes.settings import hide
from otklik.infra.db import Tx
from otklik.infra.journal import HookCallRow, find_entry, settle_entry
from otklik.kit.errors import Conflict, NotFound, Unavailable
from otklik.kit.pagination import IdCursor, Page, decode_cursor, make_page
from otklik.messaging.directory import Directory, OpenInbox
from otklik.messaging.hooks import Road
from otklik.messaging.ingest import Delivery, write_deliveries
from otklik.messaging.reading import read_call
from otklik.messaging.uploads import keep_files

log = structlog.get_logger(__name__)

_SHOWN_MAX = 64 * 1024
_PREVIEW = 200
_FAILED = "failed"
_HIDDEN = "•••"
_TELLING = r"[\w-]*(?:secret|token|password|passwd|authorization|cookie|signature|api[_-]?key|access[_-]?key)[\w-]*"
_IN_JSON = re.compile(rf'("{_TELLING}"\s*:\s*)("(?:[^"\\]|\\.)*"|[^\s,}}\]]+)', re.IGNORECASE)
_IN_QUERY = re.compile(rf"((?:^|&){_TELLING}=)[^&]*", re.IGNORECASE)
_IN_HEADER = re.compile(rf"^{_TELLING}$", re.IGNORECASE)


class NoSuchHookCall(NotFound):
    """No such delivery in this workspace's journal."""

    code = "hook_call_not_found"


class InboxGone(Conflict):
    """The inbox of the delivery was deleted."""

    code = "inbox_gone"


class ShownCall(Struct, frozen=True, kw_only=True):
    """A delivery as a person may see it: without secrets."""

    row: HookCallRow
    body: str
    headers: Mapping[str, str]
    query: str
    reason: str

    @property
    def preview(self) -> str:
        """The beginning of the body on one line."""
        return " ".join(self.body[: _PREVIEW * 2].split())[:_PREVIEW]


async def list_calls(
    tx: Tx, directory: Directory, state: str | None, cursor: str | None, limit: int
) -> Page[ShownCall]:
    """Return deliveries of the workspace, the newest first, in one state or in any."""
    before = decode_cursor(cursor, IdCursor).id if cursor else None
    rows = await tx.fetch(
        HookCallRow,
        """select id, workspace_id, inbox_id, received_at, state, left(body, 4000) as body, substr(raw, 1, 4000) as raw,
                  headers, query, polled, reason, attempts
           from hook_call
           where workspace_id = %(workspace)s and id < coalesce(%(before)s::bigint, 9223372036854775807)
                 and (%(state)s::text is null or state = %(state)s)
           order by id desc limit %(limit)s""",
        {"workspace": tx.workspace_id, "before": before, "state": state, "limit": limit + 1},
    )
    page = make_page(rows, limit, lambda row: IdCursor(row.id))
    return Page([await show(directory, row) for row in page.items], page.next_cursor)


async def get_call(tx: Tx, entry_id: int) -> HookCallRow:
    """Return a delivery of this workspace; raises NoSuchHookCall."""
    row = await find_entry(tx, entry_id)
    if row is None or row.workspace_id != tx.workspace_id:
        raise NoSuchHookCall("no such delivery")
    return row


async def show(directory: Directory, row: HookCallRow) -> ShownCall:
    """Take out what could be a secret: the inbox's own ones wherever they stand, and fields that are named so."""
    inbox = await directory.by_id(row.inbox_id)
    secrets: tuple[str, ...] = ()
    if inbox is not None:
        own = secrets_of(inbox.channel.manifest, inbox.settings, inbox.record)
        secrets = (*own, inbox.record.token)
    body = row.content.decode("utf-8", "replace")[:_SHOWN_MAX]
    headers = {
        name: _HIDDEN if _IN_HEADER.match(name) else hide(value, secrets) for name, value in (row.headers or {}).items()
    }
    return ShownCall(
        row=row,
        body=_IN_JSON.sub(rf'\1"{_HIDDEN}"', hide(body, secrets)),
        headers=headers,
        query=_IN_QUERY.sub(rf"\1{_HIDDEN}", hide(row.query, secrets)),
        reason=hide(row.reason, secrets),
    )


async def reprocess(road: Road, actor: Actor, entry_id: int) -> HookCallRow:
    """Read and record a failed delivery again; one that is recorded already stays as it is.

    Raises NoSuchHookCall, and InboxGone when there is no inbox to record it in.
    """
    async with road.database.workspace(actor.workspace_id) as tx:
        row = await get_call(tx, entry_id)
    if row.state != _FAILED:
        return row
    inbox = await road.directory.by_id(row.inbox_id)
    if inbox is None:
        raise InboxGone("the inbox of this delivery was deleted")
    delivery = _read_again(inbox, row)
    files = await keep_files(road.store, delivery.happenings)
    reason = delivery.failure
    if not reason:
        try:
            async with road.database.system(actor.workspace_id) as tx:
                if await _is_failed_still(tx, entry_id):
                    await write_deliveries(tx, [(delivery, files)])
                    await _settle(tx, actor, entry_id, "recorded", "")
        except Unavailable:
            raise
        except Exception as error:
            log.exception("reprocess.failed", entry=entry_id, inbox=row.inbox_id)
            reason = f"{type(error).__name__}: {error}"
    if reason:
        async with road.database.system(actor.workspace_id) as tx:
            if await _is_failed_still(tx, entry_id):
                await _settle(tx, actor, entry_id, _FAILED, reason)
    async with road.database.workspace(actor.workspace_id) as tx:
        return await get_call(tx, entry_id)


def _read_again(inbox: OpenInbox, row: HookCallRow) -> Delivery:
    call = HookCall(
        body=row.content, headers=row.headers or {}, query=row.query, polled=row.polled, received_at=row.received_at
    )
    read = read_call(inbox, call)
    return Delivery(
        inbox=read.inbox, call=call, happenings=read.happenings, failure=read.failure, entry_id=row.id
    )  # fmt: skip


async def _is_failed_still(tx: Tx, entry_id: int) -> bool:
    entry = await find_entry(tx, entry_id)
    return entry is not None and entry.state == _FAILED


async def _settle(tx: Tx, actor: Actor, entry_id: int, state: str, reason: str) -> None:
    await settle_entry(tx, entry_id, state, reason)
    await write_audit(tx, actor, "hook_call.reprocessed", ("hook_call", entry_id), {"state": state})
