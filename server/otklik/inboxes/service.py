"""The verbs of inboxes: make, change, pause, resume, delete, test.

A provider is called only between transactions: an inbox is stored as setting up, connected, and marked by a second
transaction. What a crash leaves as setting up is connected by the watch (`watching`) or by resuming.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from otklik.access.actor import Actor
from otklik.access.audit import MASK, tell_changes, write_audit
from otklik.channelkit.channel import Account, Check, ConnectReport
from otklik.channelkit.manifest import Manifest, Transport
from otklik.channelkit.registry import Registry
from otklik.channelkit.samples import ReadsSamples, SampleRead
from otklik.inboxes import repository
from otklik.inboxes.clocks import judge_clock
from otklik.inboxes.connection import Connector, first_failure, taken_report
from otklik.inboxes.errors import AccountTaken, NoSuchInbox
from otklik.inboxes.events import InboxChanged
from otklik.inboxes.reaching import Reaching, look_at_address
from otklik.inboxes.records import ChannelLogRow, InboxRecord
from otklik.inboxes.settings import NOTHING, Parts, merge_settings, validate_with, with_defaults
from otklik.inboxes.vault import Vault
from otklik.infra.db import Database, Tx
from otklik.kit.clock import utc_now
from otklik.kit.errors import FieldError, Invalid, NotFound
from otklik.kit.ids import new_token
from otklik.kit.pagination import IdCursor, Page, decode_cursor, make_page
from otklik.kit.text import clean_name
from otklik.teams.service import get_team

_TOKEN_BYTES = 24
_HOOK_SECRET_BYTES = 32
_PUBLIC_KEY_BYTES = 18


class Inboxes(Struct, frozen=True):
    """The room's state in one process; the wiring makes one and hands it to the API as `state["inboxes"]`."""

    db: Database
    registry: Registry
    vault: Vault
    connector: Connector
    address: str
    reaching: Reaching | None = None


class NewInbox(Struct, frozen=True, kw_only=True):
    """An inbox to be; `from_host` lets the caller set what the API may not."""

    channel: str
    name: str
    settings: Mapping[str, Any]
    team_id: int | None = None
    sandbox: bool = False
    from_host: bool = False


class Draft(Struct, frozen=True):
    """A checked and tested inbox that is not stored yet."""

    record: InboxRecord
    report: ConnectReport


class Change(Struct, frozen=True, kw_only=True):
    """What to change of an inbox; None keeps, except that `set_team` writes `team_id` whatever it is."""

    name: str | None = None
    settings: Mapping[str, Any] | None = None
    set_team: bool = False
    team_id: int | None = None


async def get_inbox(tx: Tx, inbox_id: int, *, lock: bool = False) -> InboxRecord:
    """Return an inbox of this workspace; raises NoSuchInbox."""
    found = await (repository.lock_inbox(tx, inbox_id) if lock else repository.find_inbox(tx, inbox_id))
    if found is None:
        raise NoSuchInbox("no such inbox")
    return found


async def draft_inbox(room: Inboxes, workspace_id: int, new: NewInbox) -> Draft:
    """Check the settings of a new inbox and try them; raises Invalid naming fields. Stores nothing."""
    channel = room.registry.get(new.channel)
    parts = merge_settings(channel.manifest, NOTHING, new.settings, from_host=new.from_host)
    record = _blank(room, workspace_id, new, parts)
    reserved = room.vault.reserved(record.hook_secret)
    validate_with(channel, parts, reserved)
    settings = {**with_defaults(channel.manifest, parts), **reserved}
    return Draft(record, await room.connector.test(record, settings))


async def add_inbox(room: Inboxes, tx: Tx, actor: Actor | None, draft: Draft) -> InboxRecord:
    """Store a drafted inbox as setting up; raises AccountTaken, and Invalid for a team of nobody's."""
    record = draft.record
    await _check_team(tx, record.team_id)
    if draft.report.account is not None:
        await _refuse_taken(room, tx, record, draft.report.account)
    inbox_id = await repository.insert_inbox(tx, msgspec.structs.asdict(record))
    account = msgspec.to_builtins(draft.report.account) if draft.report.account else None
    await repository.update_inbox(tx, inbox_id, {"secrets": record.secrets, "account": account})
    detail = {"channel": record.channel, "name": record.name}
    await _tell(tx, actor, inbox_id, "created", detail)
    return await get_inbox(tx, inbox_id)


async def connect_inbox(
    room: Inboxes, workspace_id: int, inbox_id: int, tested: ConnectReport | None = None
) -> ConnectReport:
    """Test, claim the account, connect, and mark the inbox active or failing. To be called outside transactions."""
    async with room.db.workspace(workspace_id) as tx:
        record = await get_inbox(tx, inbox_id)
    settings = room.vault.open_settings(record)
    report = tested or await room.connector.test(record, settings)
    if report.ok:
        report = await _connect_claimed(room, record, settings, report)
    if not await _settle(room, record, report) and report.ok:
        await room.connector.disconnect(record, settings)
    return report


async def change_inbox(room: Inboxes, actor: Actor, inbox_id: int, change: Change) -> ConnectReport | None:
    """Change name, team or settings; changed settings are connected anew, and the report of that is returned."""
    async with room.db.workspace(actor.workspace_id) as tx:
        before = await get_inbox(tx, inbox_id, lock=True)
        before_settings = room.vault.open_settings(before)
        after = await _write_change(room, tx, actor, before, change)
    if (after.settings, after.secrets) == (before.settings, before.secrets) or after.status == "paused":
        return None
    report = await connect_inbox(room, actor.workspace_id, inbox_id)
    async with room.db.workspace(actor.workspace_id) as tx:
        now = await repository.find_inbox(tx, inbox_id)
    if before.account and now is not None and now.account and now.account["id"] != before.account["id"]:
        await room.connector.disconnect(before, before_settings)
    return report


async def pause_inbox(room: Inboxes, actor: Actor, inbox_id: int) -> None:
    """Let what leaves wait; what comes in is recorded all the same, so nothing is lost however long it lasts."""
    async with room.db.workspace(actor.workspace_id) as tx:
        record = await get_inbox(tx, inbox_id, lock=True)
        if record.status == "paused":
            return
        await repository.update_inbox(tx, inbox_id, {"status": "paused"})
        await _tell(tx, actor, inbox_id, "paused")


async def resume_inbox(room: Inboxes, actor: Actor, inbox_id: int) -> ConnectReport:
    """Connect a paused, failing or half set up inbox again."""
    async with room.db.workspace(actor.workspace_id) as tx:
        record = await get_inbox(tx, inbox_id, lock=True)
        if record.status == "paused":
            await repository.update_inbox(tx, inbox_id, {"status": "setting_up"})
        await _tell(tx, actor, inbox_id, "resumed")
    return await connect_inbox(room, actor.workspace_id, inbox_id)


async def delete_inbox(room: Inboxes, actor: Actor, inbox_id: int) -> None:
    """Take an inbox out of service for ever: its hook closes at once, its secrets go, its conversations stay."""
    async with room.db.workspace(actor.workspace_id) as tx:
        record = await get_inbox(tx, inbox_id, lock=True)
        settings = room.vault.open_settings(record)
        await repository.mark_deleted(tx, inbox_id)
        await repository.wipe_tokens(tx, inbox_id, new_token(_TOKEN_BYTES), new_token(_HOOK_SECRET_BYTES))
        await _tell(tx, actor, inbox_id, "deleted", {"channel": record.channel, "name": record.name})
    await room.connector.disconnect(record, settings)


async def try_settings(
    room: Inboxes, workspace_id: int, new: NewInbox, stored: InboxRecord | None = None
) -> ConnectReport:
    """Try settings, laid over those of a stored inbox if there is one; stores nothing."""
    channel = room.registry.get(new.channel)
    parts = merge_settings(channel.manifest, room.vault.split(stored) if stored else NOTHING, new.settings)
    record = stored or _blank(room, workspace_id, new, parts)
    reserved = room.vault.reserved(record.hook_secret)
    validate_with(channel, parts, reserved)
    report = await room.connector.test(record, {**with_defaults(channel.manifest, parts), **reserved})
    if report.account and await _find_holder(room, record, report.account):
        report = taken_report(report)
    around = await _look_around(room, channel.manifest, parts, sandbox=record.sandbox)
    return msgspec.structs.replace(report, checks=(*report.checks, *around))


def read_sample(room: Inboxes, slug: str, settings: Mapping[str, Any], sample: str) -> SampleRead:
    """Let a channel say what a sample is read as; raises NotFound for a channel that reads none."""
    channel = room.registry.get(slug)
    if not isinstance(channel, ReadsSamples):
        raise NotFound(f"the channel {slug!r} reads no samples", code="no_samples")
    known = with_defaults(channel.manifest, Parts(settings, {}))
    return channel.read_sample(sample.encode("utf-8", "surrogatepass"), known)


async def _look_around(room: Inboxes, manifest: Manifest, parts: Parts, *, sandbox: bool) -> list[Check]:
    """Check what no provider can tell: whether we are reached where one calls us, and the database's clock."""
    async with room.db.system() as tx:
        drift_s = (utc_now() - await repository.ask_time(tx)).total_seconds()
    checks = [judge_clock("database_clock", drift_s)]
    called = Transport.WEBHOOK in manifest.transports and parts.public.get("transport") != "polling"
    if room.reaching is None or not called or sandbox:
        return checks
    return [*await look_at_address(room.reaching), *checks]


async def list_channel_log(tx: Tx, inbox_id: int, cursor: str | None, limit: int) -> Page[ChannelLogRow]:
    """Return redacted exchanges with the provider, the newest first; raises NoSuchInbox."""
    await get_inbox(tx, inbox_id)
    before = decode_cursor(cursor, IdCursor).id if cursor else None
    rows = await repository.list_log(tx, inbox_id, before, limit + 1)
    return make_page(rows, limit, lambda row: IdCursor(row.id))


def _blank(room: Inboxes, workspace_id: int, new: NewInbox, parts: Parts) -> InboxRecord:
    """Return the record of an inbox that is not stored: id 0, with its own fresh token and secrets."""
    token = new_token(_TOKEN_BYTES)
    faces_visitors = Transport.SOCKET in room.registry.get(new.channel).manifest.transports
    sealed = room.vault.seal(workspace_id, token, parts.secrets) if parts.secrets else None
    return InboxRecord(
        id=0, workspace_id=workspace_id, channel=new.channel, name=_clean_name(new.name), status="setting_up",
        settings=dict(parts.public), secrets=sealed, token=token,
        hook_secret=new_token(_HOOK_SECRET_BYTES),
        public_key=new_token(_PUBLIC_KEY_BYTES) if faces_visitors else None, account=None, team_id=new.team_id,
        sandbox=new.sandbox, created_at=utc_now(), deleted_at=None,
    )  # fmt: skip


async def _write_change(room: Inboxes, tx: Tx, actor: Actor, before: InboxRecord, change: Change) -> InboxRecord:
    values: dict[str, Any] = {}
    if change.name is not None:
        values["name"] = _clean_name(change.name)
    if change.set_team:
        await _check_team(tx, change.team_id)
        values["team_id"] = change.team_id
    if change.settings:
        channel = room.registry.get(before.channel)
        parts = merge_settings(channel.manifest, room.vault.split(before), change.settings)
        validate_with(channel, parts, room.vault.reserved(before.hook_secret))
        values["settings"] = dict(parts.public)
        if parts.secrets != room.vault.split(before).secrets:
            values["secrets"] = room.vault.seal(before.workspace_id, before.token, parts.secrets)
    if values:
        await repository.update_inbox(tx, before.id, values)
        after = await get_inbox(tx, before.id)
        await _tell(tx, actor, before.id, "changed", _tell_change(room, before, after))
    return await get_inbox(tx, before.id)


def _tell_change(room: Inboxes, before: InboxRecord, after: InboxRecord) -> dict[str, Any]:
    """Return what changed as the audit tells of it: of a secret only that it did."""
    was, now = room.vault.split(before).secrets, room.vault.split(after).secrets
    secret = {name for name in {*was, *now} if was.get(name) != now.get(name)}
    return {
        **tell_changes(
            {"name": before.name, "team_id": before.team_id}, {"name": after.name, "team_id": after.team_id}
        ),
        **tell_changes(_by_path(before.settings), _by_path(after.settings)),
        **{f"settings.{name}": {"from": MASK, "to": MASK} for name in sorted(secret)},
    }


def _by_path(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {f"settings.{name}": value for name, value in settings.items()}


def _clean_name(name: str) -> str:
    clean = clean_name(name, 100)
    if not clean:
        raise Invalid("some fields are wrong", errors=(FieldError("name", "empty", "must not be empty"),))
    return clean


async def _check_team(tx: Tx, team_id: int | None) -> None:
    if team_id is None:
        return
    try:
        await get_team(tx, team_id)
    except NotFound:
        wrong = FieldError("team_id", "not_found", "does not exist")
        raise Invalid("some fields are wrong", errors=(wrong,)) from None


async def _connect_claimed(
    room: Inboxes, record: InboxRecord, settings: Mapping[str, Any], tested: ConnectReport
) -> ConnectReport:
    if tested.account and not await _claim(room, record, tested.account):
        return taken_report(tested)
    report = await room.connector.connect(record, settings)
    account = report.account or tested.account
    if account and account != tested.account and not await _claim(room, record, account):
        return taken_report(report)
    return msgspec.structs.replace(report, account=account)


async def _claim(room: Inboxes, record: InboxRecord, account: Account) -> bool:
    """Write the account on the inbox unless another inbox of the installation has it."""
    async with room.db.workspace(record.workspace_id) as tx:
        await repository.lock_account(tx, record.channel, account.id)
        if await _find_holder(room, record, account):
            return False
        await repository.update_inbox(tx, record.id, {"account": msgspec.to_builtins(account)})
    return True


async def _refuse_taken(room: Inboxes, tx: Tx, record: InboxRecord, account: Account) -> None:
    await repository.lock_account(tx, record.channel, account.id)
    holder = await _find_holder(room, record, account)
    if holder is not None:
        own = holder.workspace_id == record.workspace_id
        raise AccountTaken(
            "this account is connected to this installation already",
            extra={"inbox_id": holder.inbox_id} if own else None,
        )


async def _find_holder(room: Inboxes, record: InboxRecord, account: Account) -> repository.AccountHolder | None:
    async with room.db.system() as machinery:
        return await repository.find_account_holder(machinery, record.channel, account.id, record.id)


async def _settle(room: Inboxes, tried: InboxRecord, report: ConnectReport) -> bool:
    """Mark the outcome, unless the inbox was changed or paused meanwhile; False when it was deleted."""
    async with room.db.workspace(tried.workspace_id) as tx:
        now = await repository.lock_inbox(tx, tried.id)
        if now is None:
            return False
        if now.status == "paused" or (now.settings, now.secrets) != (tried.settings, tried.secrets):
            return True
        status = "active" if report.ok else "failing"
        if report.ok:
            await repository.forget_error(tx, tried.id)
            if report.cursor is not None:
                await repository.begin_cursor(tx, tried.id, tried.workspace_id, report.cursor)
        else:
            words = first_failure(report, await repository.find_locale(tx))
            await repository.note_error(tx, tried.id, tried.workspace_id, words)
        if now.status != status:
            await repository.update_inbox(tx, tried.id, {"status": status})
            await _tell(tx, None, tried.id, status)
    return True


async def _tell(tx: Tx, actor: Actor | None, inbox_id: int, what: str, detail: Mapping[str, Any] | None = None) -> None:
    """Write the audit's line and announce the change."""
    await write_audit(tx, actor, f"inbox.{what}", ("inbox", inbox_id), detail)
    await tx.announce(InboxChanged(workspace_id=tx.workspace_id, data={"inbox_id": inbox_id, "what": what}))
