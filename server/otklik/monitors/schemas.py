"""Shapes of the health of channels on the wire."""

from datetime import datetime

from msgspec import Struct

from otklik.monitors.records import ChannelTrouble, HealthReason, LedgerEntry


class InboxHealthOut(Struct, frozen=True, kw_only=True):
    """How a channel is. Rates are requests to the provider and how many of them it refused; delays are in milliseconds.

    `day` is what the ledger says of the last 24 hours.
    """

    inbox_id: int
    channel: str
    name: str
    state: str
    reasons: list[HealthReason]
    paused: bool
    sandbox: bool
    last_in_at: datetime | None
    last_out_at: datetime | None
    requests_hour: int
    refusals_hour: int
    requests_day: int
    refusals_day: int
    refused_calls: int
    waiting: int
    waiting_since: datetime | None
    unprocessed: int
    unprocessed_since: datetime | None
    expires_at: datetime | None
    delay_ms: int | None
    delay_max_ms: int | None
    day: LedgerEntry


class InboxHealthDetail(Struct, frozen=True, kw_only=True):
    """A channel with its ledger, the newest first, and the last errors of the provider."""

    health: InboxHealthOut
    minutes: list[LedgerEntry]
    hours: list[LedgerEntry]
    troubles: list[ChannelTrouble]
