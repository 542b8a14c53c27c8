"""Inboxes as they are shown to an actor, for every door that shows them."""

from otklik.access.actor import Actor
from otklik.access.permissions import Permission
from otklik.channelkit.channel import ConnectReport
from otklik.channelkit.varying import capabilities_of, varies
from otklik.inboxes import repository
from otklik.inboxes.records import InboxHealth, InboxRecord
from otklik.inboxes.schemas import InboxOut, show_account, show_capabilities, show_health, show_settings
from otklik.inboxes.service import Inboxes, connect_inbox, get_inbox


def show_inbox(
    room: Inboxes, actor: Actor, record: InboxRecord, health: InboxHealth | None, report: ConnectReport | None = None
) -> InboxOut:
    """Show an inbox as far as this actor may see it."""
    manages = actor.may(Permission.INBOXES_MANAGE)
    channel = room.registry.get(record.channel)
    return InboxOut(
        id=record.id, channel=record.channel, name=record.name, status=record.status,
        settings=show_settings(channel.manifest, record.settings, room.vault.fingerprints(record)) if manages else {},
        token=record.token if manages else "",
        hook_url=f"{room.address}/hooks/{record.token}" if manages else "",
        account=show_account(record, channel.manifest.face), public_key=record.public_key, health=show_health(health),
        team_id=record.team_id, sandbox=record.sandbox, created_at=record.created_at,
        checks=list(report.checks) if report else None,
        capabilities=show_capabilities(capabilities_of(channel, record.settings)) if varies(type(channel)) else None,
    )  # fmt: skip


async def finish_setting_up(
    inboxes: Inboxes, actor: Actor, inbox_id: int, tested: ConnectReport | None = None
) -> InboxOut:
    """Connect an inbox that was just stored, unless somebody has done so already, and show it as it stands."""
    async with inboxes.db.workspace(actor.workspace_id) as tx:
        record = await get_inbox(tx, inbox_id)
    report = None
    if record.status == "setting_up":
        report = await connect_inbox(inboxes, actor.workspace_id, inbox_id, tested)
    return await show_fresh(inboxes, actor, inbox_id, report)


async def show_fresh(inboxes: Inboxes, actor: Actor, inbox_id: int, report: ConnectReport | None = None) -> InboxOut:
    """Show an inbox as it stands now; raises NoSuchInbox."""
    async with inboxes.db.workspace(actor.workspace_id) as tx:
        record = await get_inbox(tx, inbox_id)
        health = await repository.find_health(tx, inbox_id)
    return show_inbox(inboxes, actor, record, health, report)
