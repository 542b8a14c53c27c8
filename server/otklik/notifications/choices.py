"""What an operator chose to be told of and by what, and the rules on it. Plain functions on plain values."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta, Struct

from otklik.kit.week import SPANS_MAX, Hour, WeekSpan, is_within, next_start

Pace = Literal["soon", "hourly", "daily"]
Tone = Literal["glass", "drop", "bell", "marimba", "knock", "horn"]


class Happening(StrEnum):
    """What an operator may be told of; of several at once in one conversation the first one here is told."""

    OFFER = "offer"
    MENTION = "mention"
    TASK = "task"
    ASSIGNED = "assigned"
    QUEUE = "queue"
    REPLY = "reply"
    FAILED = "failed"
    FOLLOWED = "followed"
    CHANNEL = "channel"


SOON_MINUTES = 15

RANK = {one: place for place, one in enumerate(Happening)}

PERSONAL = frozenset({Happening.OFFER, Happening.MENTION, Happening.TASK, Happening.ASSIGNED})
"""What is meant for this one person: told also of a muted conversation, and also during a break."""


class Channels(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """By what an operator is told of one kind of happening, and which sound it makes."""

    sound: bool = True
    toast: bool = True
    browser: bool = True
    push: bool = True
    mail: bool = False
    tone: Tone = "glass"


class Matrix(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The channels of each happening."""

    queue: Channels = Channels(push=False, tone="marimba")
    assigned: Channels = Channels(tone="bell")
    reply: Channels = Channels(tone="drop")
    mention: Channels = Channels()
    offer: Channels = Channels(tone="horn")
    failed: Channels = Channels(sound=False, browser=False, push=False, tone="knock")
    task: Channels = Channels(tone="bell")
    followed: Channels = Channels(sound=False, push=False, tone="drop")
    channel: Channels = Channels(sound=False, mail=True, tone="knock")


class Choices(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of an operator's choices. `time_zone`: of the quiet hours, empty for the company's.

    `discreet`: outside the desk neither names nor texts are shown. `push_always`: also while a desk is looked at.

    `mail_pace`: letters a quarter of an hour after unseen news, each hour, or each day at `mail_at`.
    """

    matrix: Matrix = Matrix()
    volume: Annotated[int, Meta(ge=0, le=100)] = 70
    repeat: bool = False
    quiet: Annotated[tuple[WeekSpan, ...], Meta(max_length=SPANS_MAX)] = ()
    time_zone: Annotated[str, Meta(max_length=64)] = ""
    discreet: bool = False
    push_always: bool = False
    mail_pace: Pace = "soon"
    mail_at: Hour = "09:00"


def channels_for(choices: Choices, happening: Happening, *, quiet: bool) -> Channels:
    """Return by what to tell; in quiet hours only what makes no noise: the notice on an open desk."""
    chosen: Channels = getattr(choices.matrix, happening.value)
    return (
        Channels(sound=False, toast=chosen.toast, browser=False, push=False, tone=chosen.tone, mail=chosen.mail)
        if quiet
        else chosen
    )


def is_quiet(choices: Choices, now: datetime, company_zone: str) -> bool:
    """Say whether an instant lies in the quiet hours; both ends are read from the wall clock of the zone."""
    return is_within(choices.quiet, now, choices.time_zone or company_zone)


def due_of(choices: Choices, now: datetime, company_zone: str) -> datetime:
    """Return when news of this moment is told of by a letter, unless it is seen before."""
    match choices.mail_pace:
        case "soon":
            return now + timedelta(minutes=SOON_MINUTES)
        case "hourly":
            return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        case "daily":
            daily = WeekSpan(days=(1, 2, 3, 4, 5, 6, 7), start=choices.mail_at, end=choices.mail_at)
            return next_start([daily], now, choices.time_zone or company_zone) or now
