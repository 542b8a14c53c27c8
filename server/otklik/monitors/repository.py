"""Queries about the health of channels; reads the tables of the road, writes only the ledger."""

from otklik.infra.db import Tx
from otklik.monitors.records import MinuteRow, Refusal, Vitals


async def list_vitals(tx: Tx, inbox_id: int | None = None) -> list[Vitals]:
    """Return what is known about the inboxes of the workspace, or about one of them."""
    return await tx.fetch(
        Vitals,
        """select i.id as inbox_id, i.channel, i.name, i.status, i.sandbox, now() as now, h.last_in_at, h.last_out_at,
                  h.last_error, h.last_error_at, coalesce(h.refused_calls, 0) as refused_calls, h.paused_until,
                  (i.account ->> 'expires_at')::timestamptz as expires_at,
                  o.waiting, o.waiting_since, f.unprocessed, f.unprocessed_since,
                  m.requests_hour, m.refusals_hour, m.requests_day, m.refusals_day, m.delays, m.delay_ms, m.delay_max_ms
           from inbox i
           left join inbox_health h on h.inbox_id = i.id
           cross join lateral (
               select count(*) as waiting, min(queued_at) as waiting_since from outbox where inbox_id = i.id) o
           cross join lateral (
               select count(*) as unprocessed, min(received_at) as unprocessed_since
               from hook_call where workspace_id = i.workspace_id and inbox_id = i.id and state = 'failed') f
           cross join lateral (
               select coalesce(sum(requests) filter (where fresh), 0)::bigint as requests_hour,
                      coalesce(sum(refusals) filter (where fresh), 0)::bigint as refusals_hour,
                      coalesce(sum(requests), 0)::bigint as requests_day,
                      coalesce(sum(refusals), 0)::bigint as refusals_day,
                      coalesce(sum(delays) filter (where fresh), 0)::bigint as delays,
                      coalesce(sum(delay_ms) filter (where fresh), 0)::bigint as delay_ms,
                      coalesce(max(delay_max_ms) filter (where fresh), 0)::bigint as delay_max_ms
               from (select *, minute > now() - interval '1 hour' as fresh from inbox_minute
                     where inbox_id = i.id and minute > now() - interval '1 day') d) m
           where i.workspace_id = %(workspace)s and i.deleted_at is null and (%(id)s::bigint is null or i.id = %(id)s)
           order by i.id""",
        {"workspace": tx.workspace_id, "id": inbox_id},
    )


async def list_minutes(tx: Tx, hours: int, inbox_id: int | None = None) -> list[MinuteRow]:
    """Return the rows of the ledger of the last so many hours, oldest first; the failed list is read as it stands."""
    return await tx.fetch(
        MinuteRow,
        """with failed as (
               select inbox_id, date_trunc('minute', received_at) as minute, count(*) as failed
               from hook_call
               where workspace_id = %(workspace)s and state = 'failed'
                     and received_at > now() - %(hours)s * interval '1 hour'
                     and (%(id)s::bigint is null or inbox_id = %(id)s)
               group by 1, 2)
           select m.inbox_id, m.minute, m.calls, m.messages, m.announced, m.arrived, m.repeated, m.ignored, m.unstored,
                  least(coalesce(f.failed, 0), m.calls)::integer as failed
           from inbox_minute m left join failed f using (inbox_id, minute)
           where m.workspace_id = %(workspace)s and m.minute > now() - %(hours)s * interval '1 hour'
                 and (%(id)s::bigint is null or m.inbox_id = %(id)s)
           order by m.inbox_id, m.minute""",
        {"workspace": tx.workspace_id, "hours": hours, "id": inbox_id},
    )


async def list_refusals(tx: Tx, inbox_id: int, limit: int) -> list[Refusal]:
    """Return the last exchanges with the provider that did not work, the newest first."""
    return await tx.fetch(
        Refusal,
        """select id, at, summary, detail from channel_log
           where inbox_id = %(inbox)s and workspace_id = %(workspace)s and not ok order by id desc limit %(limit)s""",
        {"inbox": inbox_id, "workspace": tx.workspace_id, "limit": limit},
    )


async def count_rows(tx: Tx, settled_s: float) -> None:
    """Count the minutes that may still have changed, from the tables themselves, and set what the ledger says of them.

    A mark is a moment and how far the tables had grown; a row of a transaction begun after it has a higher number, so
    the newest mark old enough for every transaction before it to have ended bounds what must be read.
    """
    await tx.execute(
        """with mark as (
               select * from ledger_mark where at <= now() - %(settled)s * interval '1 second' order by at desc limit 1
           ), since as (
               select coalesce(max(hook_call), 0) as hook_call, coalesce(max(message), 0) as message,
                      coalesce(max(event), 0) as event, coalesce(max(channel_log), 0) as channel_log,
                      coalesce(date_trunc('minute', max(at) + interval '1 minute'), '-infinity') as at from mark
           ), calls as (
               select inbox_id, date_trunc('minute', received_at) as minute, count(*) as calls
               from hook_call where id > (select hook_call from since) and received_at >= (select at from since)
               group by 1, 2
           ), told as (
               select distinct message_id from event
               where id > (select event from since) and kind = 'message.recorded' and message_id is not null
           ), written as (
               select inbox_id, date_trunc('minute', created_at) as minute, count(*) as messages,
                      count(message_id) as announced
               from message left join told on told.message_id = message.id
               where id > (select message from since) and created_at >= (select at from since)
                     and direction = 'in' and inbox_id is not null
               group by 1, 2
           ), said as (
               select inbox_id, date_trunc('minute', at) as minute, count(*) as requests,
                      count(*) filter (where not ok) as refusals
               from channel_log where id > (select channel_log from since) and at >= (select at from since)
               group by 1, 2
           )
           insert into inbox_minute (workspace_id, inbox_id, minute, calls, messages, announced, requests, refusals)
           select i.workspace_id, i.id, minute, coalesce(calls, 0), coalesce(messages, 0), coalesce(announced, 0),
                  coalesce(requests, 0), coalesce(refusals, 0)
           from calls full join written using (inbox_id, minute) full join said using (inbox_id, minute)
           join inbox i on i.id = inbox_id and not i.demo
           order by i.id, minute
           on conflict (inbox_id, minute) do update set calls = excluded.calls, messages = excluded.messages,
               announced = excluded.announced, requests = excluded.requests, refusals = excluded.refusals""",
        {"settled": settled_s},
    )


async def put_mark(tx: Tx, settled_s: float) -> None:
    """Remember how far the tables have grown, and forget the marks that nobody will ask for."""
    await tx.execute(
        """insert into ledger_mark (at, hook_call, message, event, channel_log)
           select now(), coalesce((select max(id) from hook_call), 0), coalesce((select max(id) from message), 0),
                  coalesce((select max(id) from event), 0), coalesce((select max(id) from channel_log), 0)
           on conflict do nothing"""
    )
    await tx.execute(
        """delete from ledger_mark where at < (select max(at) from ledger_mark
                                               where at <= now() - %(settled)s * interval '1 second')""",
        {"settled": settled_s},
    )
