"""What this room's endpoints take and give."""

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from otklik.access.schemas import Presence
from otklik.infra.web.schemas import Input
from otklik.presence.rules import LONGEST_BREAK_MINUTES

ReasonName = Annotated[str, Meta(min_length=1, max_length=60)]
Minutes = Annotated[int, Meta(ge=1, le=LONGEST_BREAK_MINUTES)]
_DAY_S = 86_400


class PresenceInput(Input, frozen=True, kw_only=True):
    """One's status. A break names its reason, and its planned end if it is not the reason's usual one."""

    presence: Presence
    reason_id: int | None = None
    until: datetime | None = None


class ActivityInput(Input, frozen=True, kw_only=True):
    """How long ago, in seconds, the operator last touched any page of the desk in this browser."""

    idle_s: Annotated[int, Meta(ge=0, le=_DAY_S)]


class BreakReason(Struct, frozen=True, kw_only=True):
    """A reason for a break; `minutes` is how long such a break usually takes."""

    id: int
    name: str
    minutes: int | None
    position: int


class NewBreakReason(Input, frozen=True, kw_only=True):
    """A reason to be made; it stands last."""

    name: ReasonName
    minutes: Minutes | None = None


class BreakReasonInput(Input, frozen=True, kw_only=True):
    """Changed facts of a reason. `position` moves it before the one that stands there."""

    name: ReasonName | UnsetType = UNSET
    minutes: Minutes | UnsetType | None = UNSET
    position: Annotated[int, Meta(ge=1, le=1000)] | UnsetType = UNSET
