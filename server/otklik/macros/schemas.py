"""What this room's endpoints take and give."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from otklik.conversations.schemas_fields import FieldValues
from otklik.infra.web.schemas import Input

Scope = Literal["personal", "team", "all"]
Verb = Literal[
    "reply",
    "canned",
    "note",
    "tag_add",
    "tag_remove",
    "assign",
    "team",
    "priority",
    "snooze",
    "resolve",
    "release",
]

NAME_MAX = 60
TEXT_MAX = 5_000
ACTIONS_MAX = 12
MINUTES_MAX = 366 * 24 * 60
DAYS_MAX = 366

ObjectId = Annotated[int, Meta(ge=1, le=2**63 - 1)]
Name = Annotated[str, Meta(min_length=1, max_length=NAME_MAX)]


class MacroAction(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One action. `text` (with variables) belongs to reply and note, `response_id` to canned, `tag_id` to tags.

    `operator_id` belongs to assign (null: to nobody), `team_id` to team; release takes it from whoever holds it and
    leaves it with its team. `reason_id`, `topic_id` and `fields` (by their keys) belong to resolve. Snooze has one of
    `minutes` from now, `days`: that many mornings ahead, at nine in the company's zone, and `until_reply`: until the
    customer writes; and `back`: to whoever holds it or to the queue.
    """

    verb: Verb
    text: Annotated[str, Meta(max_length=TEXT_MAX)] = ""
    response_id: ObjectId | None = None
    tag_id: ObjectId | None = None
    operator_id: ObjectId | Literal["me"] | UnsetType | None = UNSET
    team_id: ObjectId | UnsetType | None = UNSET
    priority: Literal["low", "normal", "high", "urgent"] | None = None
    minutes: Annotated[int, Meta(ge=1, le=MINUTES_MAX)] | None = None
    days: Annotated[int, Meta(ge=1, le=DAYS_MAX)] | None = None
    until_reply: bool = False
    back: Literal["holder", "queue"] = "holder"
    reason_id: ObjectId | None = None
    topic_id: ObjectId | None = None
    fields: FieldValues = field(default_factory=dict)


Actions = Annotated[list[MacroAction], Meta(min_length=1, max_length=ACTIONS_MAX)]


class NewMacro(Input, frozen=True, kw_only=True):
    """A macro to be made."""

    name: Name
    actions: Actions
    scope: Scope = "personal"
    team_id: ObjectId | None = None


class MacroInput(Input, frozen=True, kw_only=True):
    """Changed facts of a macro."""

    name: Name | UnsetType = UNSET
    actions: Actions | UnsetType = UNSET
    scope: Scope | UnsetType = UNSET
    team_id: ObjectId | UnsetType | None = UNSET
    expected_version: Annotated[int, Meta(ge=1)] | None = None


class Macro(Struct, frozen=True, kw_only=True):
    """A macro. `uses` counts everybody's runs; `editable`: whether the caller may change it."""

    id: int
    name: str
    scope: Scope
    team_id: int | None
    team_name: str | None
    actions: list[MacroAction]
    uses: int
    editable: bool
    version: int
