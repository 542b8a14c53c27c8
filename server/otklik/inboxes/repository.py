"""Queries of inboxes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from psycopg.types.json import Jsonb

from otklik.inboxes.records import ChannelLogRow, InboxHealth, InboxRecord
from otklik.infra.db import Tx


async def find_by_token(tx: Tx, token: str) -> InboxRecord | None:
    """Return the inbox whose hook address ends in this token; of any workspace (the machinery asks)."""
    return await tx.find(
        InboxRecord,
        """select id, workspace_id, channel, name, status, settings, secrets, token, hook_secret, public_key, account,
                  team_id, sandbox, created_at, deleted_at, demo
           from inbox where token = %(token)s and deleted_at is null""",
        {"token": token},
    )


async def find_by_public_key(tx: Tx, key: str) -> InboxRecord | None:
    """Return the inbox of a website snippet; of any workspace."""
    return await tx.find(
        InboxRecord,
        """select id, workspace_id, channel, name, status, settings, secrets, token, hook_secret, public_key, account,
                  team_id, sandbox, created_at, deleted_at, demo
           from inbox where public_key = %(key)s and deleted_at is null""",
        {"key": key},
    )


async def find_any(tx: Tx, inbox_id: int) -> InboxRecord | None:
    """Return an inbox by its id; of any workspace (the machinery asks)."""
    return await tx.find(
        InboxRecord,
        """select id, workspace_id, channel, name, status, settings, secrets, token, hook_secret, public_key, account,
                  team_id, sandbox, created_at, deleted_at, demo
           from inbox where id = %(id)s and deleted_at is null""",
        {"id": inbox_id},
    )


async def list_active(tx: Tx) -> list[InboxRecord]:
    """Return every inbox that should be hearing its provider, paused ones too, of all workspaces."""
    return await tx.fetch(
        InboxRecord,
        """select id, workspace_id, channel, name, status, settings, secrets, token, hook_secret, public_key, account,
                  team_id, sandbox, created_at, deleted_at
           from inbox
           where deleted_at is null and status in ('active', 'failing', 'paused') and not demo order by id""",
    )


async def find_inbox(tx: Tx, inbox_id: int) -> InboxRecord | None:
    """Return an inbox of the transaction's workspace."""
    return await tx.find(
        InboxRecord,
        """select id, workspace_id, channel, name, status, settings, secrets, token, hook_secret, public_key, account,
                  team_id, sandbox, created_at, deleted_at
           from inbox where id = %(id)s and workspace_id = %(workspace)s and deleted_at is null""",
        {"id": inbox_id, "workspace": tx.workspace_id},
    )


async def list_inboxes(tx: Tx) -> list[InboxRecord]:
    """Return the inboxes of the workspace."""
    return await tx.fetch(
        InboxRecord,
        """select id, workspace_id, channel, name, status, settings, secrets, token, hook_secret, public_key, account,
                  team_id, sandbox, created_at, deleted_at
           from inbox where workspace_id = %(workspace)s and deleted_at is null order by id""",
        {"workspace": tx.workspace_id},
    )


async def list_health(tx: Tx) -> list[InboxHealth]:
    """Return what is known about the traffic of each inbox of the workspace."""
    return await tx.fetch(
        InboxHealth,
        """select i.id as inbox_id, h.last_in_at, h.last_out_at, h.last_error, h.last_error_at,
                  coalesce(h.refused_calls, 0) as refused_calls, h.paused_until,
                  (select count(*) from outbox o where o.inbox_id = i.id) as backlog
           from inbox i left join inbox_health h on h.inbox_id = i.id
           where i.workspace_id = %(workspace)s and i.deleted_at is null""",
        {"workspace": tx.workspace_id},
    )


async def insert_inbox(tx: Tx, values: Mapping[str, Any]) -> int:
    """Make an inbox and return its id."""
    return int(
        await tx.value(
            """insert into inbox (workspace_id, channel, name, settings, token, hook_secret, public_key, team_id,
                                  sandbox)
               values (%(workspace)s, %(channel)s, %(name)s, %(settings)s, %(token)s, %(hook_secret)s, %(public_key)s,
                       %(team_id)s, %(sandbox)s) returning id""",
            {"workspace": tx.workspace_id, **values, "settings": Jsonb(values["settings"])},
        )
    )


async def update_inbox(tx: Tx, inbox_id: int, values: Mapping[str, Any]) -> None:
    """Write the named columns of an inbox; a missing key keeps the column."""
    settings, account = values.get("settings"), values.get("account")
    await tx.execute(
        """update inbox set name = coalesce(%(name)s, name), status = coalesce(%(status)s, status),
               settings = coalesce(%(settings)s, settings), secrets = coalesce(%(secrets)s, secrets),
               account = coalesce(%(account)s, account),
               team_id = case when %(has_team)s then %(team_id)s else team_id end
           where id = %(id)s and workspace_id = %(workspace)s""",
        {
            "id": inbox_id, "workspace": tx.workspace_id, "name": values.get("name"), "status": values.get("status"),
            "settings": None if settings is None else Jsonb(settings), "secrets": values.get("secrets"),
            "account": None if account is None else Jsonb(account), "has_team": "team_id" in values,
            "team_id": values.get("team_id"),
        },
    )  # fmt: skip


async def mark_deleted(tx: Tx, inbox_id: int) -> None:
    """Take an inbox out of service for ever; its conversations stay."""
    await tx.execute(
        """update inbox set deleted_at = now(), status = 'paused', secrets = null, public_key = null
           where id = %(id)s and workspace_id = %(workspace)s""",
        {"id": inbox_id, "workspace": tx.workspace_id},
    )


async def note_traffic(tx: Tx, inbox_id: int, workspace_id: int, *, inbound: bool) -> None:
    """Remember that something came in or went out."""
    await tx.execute(
        """insert into inbox_health (inbox_id, workspace_id, last_in_at, last_out_at)
           values (%(id)s, %(workspace)s, case when %(inbound)s then now() end,
                   case when not %(inbound)s then now() end)
           on conflict (inbox_id) do update set last_in_at = coalesce(excluded.last_in_at, inbox_health.last_in_at),
               last_out_at = coalesce(excluded.last_out_at, inbox_health.last_out_at)""",
        {"id": inbox_id, "workspace": workspace_id, "inbound": inbound},
    )


async def note_error(tx: Tx, inbox_id: int, workspace_id: int, error: str, *, pause_s: float = 0) -> None:
    """Remember the provider's last complaint, and until when the inbox must wait."""
    await tx.execute(
        """insert into inbox_health (inbox_id, workspace_id, last_error, last_error_at, paused_until)
           values (%(id)s, %(workspace)s, %(error)s, now(), now() + %(pause)s * interval '1 second')
           on conflict (inbox_id) do update set last_error = excluded.last_error, last_error_at = now(),
               paused_until = greatest(inbox_health.paused_until, excluded.paused_until)""",
        {"id": inbox_id, "workspace": workspace_id, "error": error[:500], "pause": pause_s},
    )


async def count_refused(tx: Tx, inbox_id: int, workspace_id: int, calls: int) -> None:
    """Add hook calls that did not prove where they came from."""
    await tx.execute(
        """insert into inbox_health (inbox_id, workspace_id, refused_calls) values (%(id)s, %(workspace)s, %(calls)s)
           on conflict (inbox_id) do update set refused_calls = inbox_health.refused_calls + excluded.refused_calls""",
        {"id": inbox_id, "workspace": workspace_id, "calls": calls},
    )


async def move_cursor(tx: Tx, inbox_id: int, workspace_id: int, cursor: Mapping[str, Any]) -> None:
    """Store how far a polled inbox has been read."""
    await tx.execute(
        """insert into inbox_cursor (inbox_id, workspace_id, cursor) values (%(inbox)s, %(workspace)s, %(cursor)s)
           on conflict (inbox_id) do update set cursor = excluded.cursor, moved_at = now()""",
        {"inbox": inbox_id, "workspace": workspace_id, "cursor": Jsonb(dict(cursor))},
    )


async def begin_cursor(tx: Tx, inbox_id: int, workspace_id: int, cursor: Mapping[str, Any]) -> None:
    """Store where reading a polled inbox begins, unless it has begun."""
    await tx.execute(
        """insert into inbox_cursor (inbox_id, workspace_id, cursor) values (%(inbox)s, %(workspace)s, %(cursor)s)
           on conflict (inbox_id) do nothing""",
        {"inbox": inbox_id, "workspace": workspace_id, "cursor": Jsonb(dict(cursor))},
    )


async def lock_inbox(tx: Tx, inbox_id: int) -> InboxRecord | None:
    """Return an inbox of the transaction's workspace, locked for changes."""
    return await tx.find(
        InboxRecord,
        """select id, workspace_id, channel, name, status, settings, secrets, token, hook_secret, public_key, account,
                  team_id, sandbox, created_at, deleted_at
           from inbox where id = %(id)s and workspace_id = %(workspace)s and deleted_at is null for no key update""",
        {"id": inbox_id, "workspace": tx.workspace_id},
    )


async def find_sandbox(tx: Tx, channel: str) -> InboxRecord | None:
    """Return the workspace's inbox on the built-in provider of a channel."""
    return await tx.find(
        InboxRecord,
        """select id, workspace_id, channel, name, status, settings, secrets, token, hook_secret, public_key, account,
                  team_id, sandbox, created_at, deleted_at
           from inbox where workspace_id = %(workspace)s and sandbox and channel = %(channel)s and deleted_at is null
           order by id limit 1""",
        {"workspace": tx.workspace_id, "channel": channel},
    )


async def list_watched(tx: Tx, forgotten_after_s: float) -> list[InboxRecord]:
    """Return inboxes of all workspaces that should be heard, and those whose setting up was interrupted."""
    return await tx.fetch(
        InboxRecord,
        """select id, workspace_id, channel, name, status, settings, secrets, token, hook_secret, public_key, account,
                  team_id, sandbox, created_at, deleted_at
           from inbox
           where deleted_at is null and not demo and (status in ('active', 'failing', 'paused') or (
                 status = 'setting_up' and created_at < now() - %(after)s * interval '1 second'))
           order by id""",
        {"after": forgotten_after_s},
    )


async def find_health(tx: Tx, inbox_id: int) -> InboxHealth | None:
    """Return what is known about one inbox's traffic."""
    return await tx.find(
        InboxHealth,
        """select i.id as inbox_id, h.last_in_at, h.last_out_at, h.last_error, h.last_error_at,
                  coalesce(h.refused_calls, 0) as refused_calls, h.paused_until,
                  (select count(*) from outbox o where o.inbox_id = i.id) as backlog
           from inbox i left join inbox_health h on h.inbox_id = i.id
           where i.id = %(id)s and i.workspace_id = %(workspace)s""",
        {"id": inbox_id, "workspace": tx.workspace_id},
    )


class AccountHolder(Struct, frozen=True):
    """An inbox that is connected to an account."""

    inbox_id: int
    workspace_id: int


async def lock_account(tx: Tx, channel: str, account_id: str) -> None:
    """Let nobody else claim this account of the provider until the end of the transaction."""
    await tx.execute(
        "select pg_advisory_xact_lock(hashtextextended(%(account)s, 4711))", {"account": f"{channel}:{account_id}"}
    )


async def find_account_holder(tx: Tx, channel: str, account_id: str, besides: int) -> AccountHolder | None:
    """Return another inbox, of any workspace, that is connected to this account; the machinery asks."""
    return await tx.find(
        AccountHolder,
        """select id as inbox_id, workspace_id from inbox
           where channel = %(channel)s and account ->> 'id' = %(account)s and id <> %(besides)s and deleted_at is null
           order by id limit 1""",
        {"channel": channel, "account": account_id, "besides": besides},
    )


async def wipe_tokens(tx: Tx, inbox_id: int, token: str, hook_secret: str) -> None:
    """Replace the addresses of a deleted inbox by ones nobody knows, and forget how far it was read."""
    await tx.execute(
        "update inbox set token = %(token)s, hook_secret = %(secret)s, account = null where id = %(id)s",
        {"id": inbox_id, "token": token, "secret": hook_secret},
    )
    await tx.execute("delete from inbox_cursor where inbox_id = %(id)s", {"id": inbox_id})


async def forget_error(tx: Tx, inbox_id: int, beginning: str = "") -> None:
    """The last complaint is over; with `beginning`, only if it starts so."""
    await tx.execute(
        """update inbox_health set last_error = null, last_error_at = null
           where inbox_id = %(id)s and starts_with(last_error, %(beginning)s)""",
        {"id": inbox_id, "beginning": beginning},
    )


async def list_log(tx: Tx, inbox_id: int, before: int | None, limit: int) -> list[ChannelLogRow]:
    """Return exchanges with the provider, the newest first."""
    return await tx.fetch(
        ChannelLogRow,
        """select id, at, direction, summary, ok, detail from channel_log
           where inbox_id = %(inbox)s and workspace_id = %(workspace)s
                 and id < coalesce(%(before)s::bigint, 9223372036854775807)
           order by id desc limit %(limit)s""",
        {"inbox": inbox_id, "workspace": tx.workspace_id, "before": before, "limit": limit},
    )


async def find_locale(tx: Tx) -> str:
    """Return the language of the workspace."""
    return str(await tx.value("select locale from workspace where id = %(id)s", {"id": tx.workspace_id}) or "en")


async def ask_time(tx: Tx) -> datetime:
    """Return what time it is by the database's clock."""
    now: datetime = await tx.value("select clock_timestamp()")
    return now
