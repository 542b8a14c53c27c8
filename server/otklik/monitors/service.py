"""The health of channels as it stands now."""

from collections.abc import Sequence

from otklik.inboxes.errors import NoSuchInbox
from otklik.infra.db import Tx
from otklik.monitors import repository
from otklik.monitors.judging import judge, state_of
from otklik.monitors.ledger import make_hours, make_minutes, total
from otklik.monitors.records import MinuteRow, Vitals
from otklik.monitors.schemas import InboxHealthDetail, InboxHealthOut
from otklik.monitors.troubles import show_trouble

_HOURS = 24
_MINUTES = 60
_TROUBLES = 50


async def list_inbox_health(tx: Tx) -> list[InboxHealthOut]:
    """Return how every channel of the workspace is."""
    rows = await repository.list_minutes(tx, _HOURS)
    by_inbox: dict[int, list[MinuteRow]] = {}
    for row in rows:
        by_inbox.setdefault(row.inbox_id, []).append(row)
    return [_show(vitals, by_inbox.get(vitals.inbox_id, [])) for vitals in await repository.list_vitals(tx)]


async def get_inbox_health(tx: Tx, inbox_id: int) -> InboxHealthDetail:
    """Return how one channel is, with its ledger and the provider's last errors; raises NoSuchInbox."""
    vitals = await repository.list_vitals(tx, inbox_id)
    if not vitals:
        raise NoSuchInbox("no such inbox")
    rows = await repository.list_minutes(tx, _HOURS, inbox_id)
    return InboxHealthDetail(
        health=_show(vitals[0], rows),
        minutes=make_minutes(rows, vitals[0].now, _MINUTES),
        hours=make_hours(rows, vitals[0].now, _HOURS),
        troubles=[show_trouble(row) for row in await repository.list_refusals(tx, inbox_id, _TROUBLES)],
    )


def _show(vitals: Vitals, rows: Sequence[MinuteRow]) -> InboxHealthOut:
    hour = vitals.now.replace(minute=0, second=0, microsecond=0)
    day = total(make_hours(rows, vitals.now, _HOURS + 1), hour)
    reasons = judge(vitals, total(make_minutes(rows, vitals.now, _MINUTES), vitals.now), day)
    return InboxHealthOut(
        inbox_id=vitals.inbox_id, channel=vitals.channel, name=vitals.name, state=state_of(reasons), reasons=reasons,
        paused=vitals.status == "paused", sandbox=vitals.sandbox, last_in_at=vitals.last_in_at,
        last_out_at=vitals.last_out_at, requests_hour=vitals.requests_hour, refusals_hour=vitals.refusals_hour,
        requests_day=vitals.requests_day, refusals_day=vitals.refusals_day, refused_calls=vitals.refused_calls,
        waiting=vitals.waiting, waiting_since=vitals.waiting_since, unprocessed=vitals.unprocessed,
        unprocessed_since=vitals.unprocessed_since, expires_at=vitals.expires_at,
        delay_ms=round(vitals.delay_ms / vitals.delays) if vitals.delays else None,
        delay_max_ms=vitals.delay_max_ms if vitals.delays else None, day=day,
    )  # fmt: skip
