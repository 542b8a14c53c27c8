"""Setting the sandbox up: an ordinary inbox whose provider is the workspace's own stage."""

import secrets
from typing import Any

from msgspec import Struct

from otklik.access.actor import Actor
from otklik.access.service import get_workspace
from otklik.inboxes import repository as inboxes
from otklik.inboxes.records import InboxRecord
from otklik.inboxes.schemas import InboxOut
from otklik.inboxes.service import Inboxes, NewInbox, add_inbox, delete_inbox, draft_inbox, resume_inbox
from otklik.inboxes.shown import finish_setting_up, show_fresh
from otklik.infra.db import Tx
from otklik.kit.errors import NotFound
from otklik.sandbox.stages import CastMember, Stages, Theatre, stage_address

_FIRST = 7_000_000_000
_MOST = 1_000_000_000
_NAMES = {"ru": "Учебный канал: {}", "en": "Practice: {}"}


class Sandbox(Struct, frozen=True):
    """The room's state in one process."""

    inboxes: Inboxes
    stages: Stages


class StageLine(Struct, frozen=True):
    """A channel that can be played, and whether it is set up here."""

    channel: str
    title: str
    made: bool


async def list_stages(sandbox: Sandbox, actor: Actor) -> list[StageLine]:
    """Return the channels that can be played, the usual one first."""
    async with sandbox.inboxes.db.workspace(actor.workspace_id) as tx:
        made = {channel for channel in sandbox.stages.channels if await inboxes.find_sandbox(tx, channel) is not None}
    registry = sandbox.inboxes.registry
    return [StageLine(one, registry.get(one).manifest.title, one in made) for one in sandbox.stages.channels]


async def open_sandbox(sandbox: Sandbox, actor: Actor, channel: str) -> InboxOut:
    """Return the workspace's inbox on the stage of a channel, made now if there is none; raises NotFound.

    When the stage has lost its state it would count its messages from one again, and they would look like repeats; so
    the inbox is closed then and a new one made. Conversations stay.
    """
    theatre = sandbox.stages.of(actor.workspace_id, channel)
    async with sandbox.inboxes.db.workspace(actor.workspace_id) as tx:
        known = await inboxes.find_sandbox(tx, channel)
    if known is not None and _find_account(theatre, known):
        if known.status in {"setting_up", "failing"}:
            await resume_inbox(sandbox.inboxes, actor, known.id)
        return await show_fresh(sandbox.inboxes, actor, known.id)
    if known is not None:
        await delete_inbox(sandbox.inboxes, actor, known.id)
    async with sandbox.inboxes.db.workspace(actor.workspace_id) as tx:
        company = await get_workspace(tx)
    called = sandbox.inboxes.registry.get(channel).manifest.face.name
    name = _NAMES.get(company.locale, _NAMES["en"]).format(called.ru if company.locale == "ru" else called.en)
    username, settings = await _open_account(theatre, company.name or name)
    settings["base_url"] = stage_address(actor.workspace_id, channel)
    new = NewInbox(channel=channel, name=name, settings=settings, sandbox=True, from_host=True)
    draft = await draft_inbox(sandbox.inboxes, actor.workspace_id, new)
    async with sandbox.inboxes.db.workspace(actor.workspace_id) as tx:
        await _take_turns(tx)
        known = await inboxes.find_sandbox(tx, channel)
        record = known or await add_inbox(sandbox.inboxes, tx, actor, draft)
    if known is None:
        theatre.accounts[str(record.id)] = username
    return await finish_setting_up(sandbox.inboxes, actor, record.id, None if known else draft.report)


async def find_bot(sandbox: Sandbox, actor: Actor, channel: str) -> str:
    """Return the name by which the workspace's account is called on its stage; raises NotFound without a sandbox."""
    theatre = sandbox.stages.of(actor.workspace_id, channel)
    async with sandbox.inboxes.db.workspace(actor.workspace_id) as tx:
        record = await inboxes.find_sandbox(tx, channel)
    account = "" if record is None else _find_account(theatre, record)
    if not account:
        raise NotFound("there is no sandbox here yet", code="no_sandbox")
    return account


async def add_person(theatre: Theatre, name: str, username: str, phone: str) -> CastMember:
    """Bring a person on the stage."""
    number = await theatre.act("create_person", first_name=name, username=username, phone=phone)
    member = CastMember(id=int(number), name=name, username=username, phone=phone)
    theatre.cast.append(member)
    return member


def _find_account(theatre: Theatre, record: InboxRecord) -> str:
    """Return the account of an inbox that the stage still knows; empty when it has lost it.

    Inboxes of earlier releases are known by the name under which their bot connected.
    """
    named = str((record.account or {}).get("username", ""))
    found = theatre.accounts.get(str(record.id), named)
    return found if found in theatre.bots else ""


async def _open_account(theatre: Theatre, name: str) -> tuple[str, dict[str, Any]]:
    username = f"sandbox_{_FIRST + secrets.randbelow(_MOST)}_bot"
    settings = await theatre.act("open_account", name=name, username=username)
    theatre.bots.append(username)
    return username, dict(settings)


async def _take_turns(tx: Tx) -> None:
    """Let nobody else make a sandbox for this workspace until the end of the transaction."""
    await tx.execute("select pg_advisory_xact_lock(4712, %(id)s::bigint::int)", {"id": tx.workspace_id % 2**31})
