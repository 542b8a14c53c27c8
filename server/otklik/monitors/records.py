"""What is read about channels, and what is concluded."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from otklik.channelkit.manifest import Words


class State(StrEnum):
    """How a channel is, the best first."""

    GREEN = "green"
    PAUSED = "paused"
    AMBER = "amber"
    RED = "red"


class Vitals(Struct, frozen=True, kw_only=True):
    """What is known about one inbox at one moment; times are the database's."""

    inbox_id: int
    channel: str
    name: str
    status: str
    sandbox: bool
    now: datetime
    last_in_at: datetime | None
    last_out_at: datetime | None
    last_error: str | None
    last_error_at: datetime | None
    refused_calls: int
    paused_until: datetime | None
    expires_at: datetime | None
    waiting: int
    waiting_since: datetime | None
    unprocessed: int
    unprocessed_since: datetime | None
    requests_hour: int
    refusals_hour: int
    requests_day: int
    refusals_day: int
    delays: int
    delay_ms: int
    delay_max_ms: int


class MinuteRow(Struct, frozen=True, kw_only=True):
    """One inbox's row of the ledger for one minute; `failed` are deliveries that stand on the failed list today."""

    inbox_id: int
    minute: datetime
    calls: int
    messages: int
    announced: int
    arrived: int
    repeated: int
    ignored: int
    unstored: int
    failed: int


class LedgerEntry(Struct, frozen=True, kw_only=True):
    """A stretch of the ledger: deliveries received, what became of them, the messages in them and those shown.

    `lost` are deliveries that were neither recorded nor left out deliberately; `failed` of them are kept and can be run
    again. `unshown` are messages no desk was told of.
    """

    at: datetime
    received: int = 0
    stored: int = 0
    repeated: int = 0
    ignored: int = 0
    lost: int = 0
    failed: int = 0
    messages: int = 0
    shown: int = 0
    unshown: int = 0


class HealthReason(Struct, frozen=True):
    """Why a channel is not green, in words, and how bad that is."""

    code: str
    state: State
    words: Words


class ChannelTrouble(Struct, frozen=True, kw_only=True):
    """An error of a provider: when, at what, its own words, ours, and what to do."""

    id: int
    at: datetime
    what: str
    detail: str
    code: str
    words: Words
    advice: Words


class Refusal(Struct, frozen=True):
    """An exchange of the channel log that did not work."""

    id: int
    at: datetime
    summary: str
    detail: str
