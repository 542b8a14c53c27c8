"""Keeping the templates of inboxes as their provider has them."""

import asyncio

import structlog

from otklik.channelkit.channel import ListsTemplates
from otklik.channelkit.errors import ChannelTrouble
from otklik.inboxes.service import Inboxes, get_inbox
from otklik.infra.db import Tx
from otklik.kit.errors import Unavailable
from otklik.templates import repository
from otklik.templates.errors import NoTemplates
from otklik.templates.records import StoredTemplate, SyncState

log = structlog.get_logger(__name__)

SYNC_EVERY_S = 60.0
TEMPLATES_MAX = 5_000
"""Templates of one inbox that are kept; those beyond are left out, and that is said."""
FRESH_S = 3600.0
"""So often a provider is asked without anybody wishing it."""
AGAIN_S = 10.0
"""Whoever wishes it sooner than this after the last time gets what was told then."""
_AT_ONCE = 4


async def list_stored(tx: Tx, room: Inboxes, inbox_id: int) -> tuple[list[StoredTemplate], SyncState | None]:
    """Return an inbox's templates and how the last asking ended; raises NoSuchInbox, NoTemplates."""
    inbox = await get_inbox(tx, inbox_id)
    if not isinstance(room.registry.get(inbox.channel), ListsTemplates):
        raise NoTemplates("the channel of this inbox has no templates")
    return await repository.list_templates(tx, inbox_id), await repository.find_sync(tx, inbox_id)


async def sync_templates(room: Inboxes, workspace_id: int, inbox_id: int, *, not_within_s: float = AGAIN_S) -> None:
    """Ask the provider and keep what it tells; its refusal is written down. Never called inside a transaction."""
    async with room.db.workspace(workspace_id) as tx:
        inbox = await get_inbox(tx, inbox_id)
        if not await repository.claim_sync(tx, inbox_id, not_within_s):
            return
    try:
        told = await room.connector.list_templates(inbox, room.vault.open_settings(inbox))
        error = "" if len(told) <= TEMPLATES_MAX else f"only the first {TEMPLATES_MAX} of {len(told)} are kept"
    except ChannelTrouble as trouble:
        told, error = None, trouble.detail
    async with room.db.workspace(workspace_id) as tx:
        if told is not None:
            await repository.replace_templates(tx, inbox_id, told[:TEMPLATES_MAX])
        await repository.note_sync(tx, inbox_id, error)


async def keep_templates(room: Inboxes) -> None:
    """Ask for every inbox whose templates have become old; the troubles of one are no trouble for another."""
    channels = [one.manifest.slug for one in room.registry if isinstance(one, ListsTemplates)]
    if not channels:
        return
    async with room.db.system() as tx:
        due = await repository.list_due(tx, channels, FRESH_S)
    turns = asyncio.Semaphore(_AT_ONCE)

    async def take_turn(inbox: repository.DueInbox) -> None:
        async with turns:
            try:
                await sync_templates(room, inbox.workspace_id, inbox.id, not_within_s=FRESH_S)
            except Unavailable:
                return
            except Exception as error:
                log.exception("templates.sync_failed", inbox=inbox.id, error=type(error).__name__)

    await asyncio.gather(*(take_turn(one) for one in due))
