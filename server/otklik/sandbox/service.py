"""Setting the sandbox up: an ordinary inbox whose provider is the workspace's own stage."""

import secrets

import msgspec
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
from otklik.kit.ids import new_token
from otklik.sandbox.stages import CastMember, Stages, Theatre, stage_address

_BOT_SECRET_BYTES = 27
_FIRST_BOT = 7_000_000_000
_BOTS = 1_000_000_000
_NAMES = {"ru": "Учебный Telegram", "en": "Practice Telegram"}


class Sandbox(Struct, frozen=True):
    """The room's state in one process; `channel` is the slug of the channel whose provider the stages play."""

    inboxes: Inboxes
    stages: Stages
    channel: str


class _Bot(Struct, frozen=True):
    token: str
    username: str


async def open_sandbox(sandbox: Sandbox, actor: Actor) -> InboxOut:
    """Return the workspace's inbox on its stage, made now if there is none.

    When the stage has lost its state it would count its messages from one again, and they would look like repeats; so
    the inbox is closed then and a new one made. Conversations stay.
    """
    async with sandbox.inboxes.db.workspace(actor.workspace_id) as tx:
        known = await inboxes.find_sandbox(tx)
    if known is not None and _is_on_stage(sandbox, known):
        if known.status in {"setting_up", "failing"}:
            await resume_inbox(sandbox.inboxes, actor, known.id)
        return await show_fresh(sandbox.inboxes, actor, known.id)
    if known is not None:
        await delete_inbox(sandbox.inboxes, actor, known.id)
    async with sandbox.inboxes.db.workspace(actor.workspace_id) as tx:
        company = await get_workspace(tx)
    name = _NAMES.get(company.locale, _NAMES["en"])
    bot = await _create_bot(sandbox.stages.of(actor.workspace_id), company.name or name)
    settings = {"token": bot.token, "transport": "webhook", "base_url": stage_address(actor.workspace_id)}
    new = NewInbox(channel=sandbox.channel, name=name, settings=settings, sandbox=True, from_host=True)
    draft = await draft_inbox(sandbox.inboxes, actor.workspace_id, new)
    async with sandbox.inboxes.db.workspace(actor.workspace_id) as tx:
        await _take_turns(tx)
        known = await inboxes.find_sandbox(tx)
        record = known or await add_inbox(sandbox.inboxes, tx, actor, draft)
    return await finish_setting_up(sandbox.inboxes, actor, record.id, None if known else draft.report)


async def find_bot(sandbox: Sandbox, actor: Actor) -> str:
    """Return the name under which the workspace's bot is known on its stage; raises NotFound without a sandbox."""
    async with sandbox.inboxes.db.workspace(actor.workspace_id) as tx:
        record = await inboxes.find_sandbox(tx)
    if record is None or not record.account:
        raise NotFound("there is no sandbox here yet", code="no_sandbox")
    return str(record.account["username"])


async def add_person(theatre: Theatre, name: str, username: str, phone: str) -> CastMember:
    """Bring a person on the stage."""
    number = await theatre.act("create_person", first_name=name, username=username, phone=phone)
    member = CastMember(id=int(number), name=name, username=username, phone=phone)
    theatre.cast.append(member)
    return member


def _is_on_stage(sandbox: Sandbox, record: InboxRecord) -> bool:
    """Whether the stage still knows the bot of this inbox."""
    return record.account is not None and str(record.account["username"]) in sandbox.stages.of(record.workspace_id).bots


async def _create_bot(theatre: Theatre, name: str) -> _Bot:
    number = _FIRST_BOT + secrets.randbelow(_BOTS)
    bot = _Bot(f"{number}:{new_token(_BOT_SECRET_BYTES)}", f"sandbox_{number}_bot")
    await theatre.act("create_bot", name=name, **msgspec.structs.asdict(bot))
    theatre.bots.append(bot.username)
    return bot


async def _take_turns(tx: Tx) -> None:
    """Let nobody else make a sandbox for this workspace until the end of the transaction."""
    await tx.execute("select pg_advisory_xact_lock(4712, %(id)s::bigint::int)", {"id": tx.workspace_id % 2**31})
