"""What the doors of bulk actions take and give."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from otklik.conversations.schemas_fields import FieldValues
from otklik.desk.schemas import NOTE_MAX
from otklik.desk.schemas_views import FilterText, SortName
from otklik.infra.web.schemas import Input

IDS_MAX = 10_000
_Id = Annotated[int, Meta(ge=1, le=2**63 - 1)]
VerbName = Literal[
    "assign", "team", "tag_add", "tag_remove", "priority", "snooze", "resolve", "reopen", "spam", "not_spam", "read",
    "macro",
]  # fmt: skip


class BulkAction(Input, frozen=True, kw_only=True):
    """What to do. `operator_id` belongs to assign, `team_id` to team, `tag_id` to tags, `until` to snooze.

    `until` null: until the customer writes; `back` and `wake_on_reply` belong to snooze as well. `reason_id`,
    `topic_id`, `fields`, `note` and `ask_rating` belong to resolve: what all of them are closed for. `macro_id` belongs
    to macro.
    """

    verb: VerbName
    operator_id: _Id | Literal["me"] | UnsetType | None = UNSET
    team_id: _Id | UnsetType | None = UNSET
    tag_id: _Id | None = None
    priority: Literal["low", "normal", "high", "urgent"] | None = None
    until: Annotated[datetime, Meta(tz=True)] | UnsetType | None = UNSET
    back: Literal["holder", "queue"] = "holder"
    wake_on_reply: bool = True
    reason_id: _Id | None = None
    topic_id: _Id | None = None
    fields: FieldValues = field(default_factory=dict)
    note: Annotated[str, Meta(max_length=NOTE_MAX)] = ""
    ask_rating: bool = True
    macro_id: _Id | None = None


class Many(Input, frozen=True, kw_only=True):
    """Which conversations, by numbers or as everything in a list."""

    ids: Annotated[list[_Id], Meta(max_length=IDS_MAX)] | None = None
    view: Annotated[str, Meta(max_length=40)] | None = None
    filter: FilterText = ""
    q: Annotated[str, Meta(max_length=200)] = ""
    inbox_id: _Id | None = None
    sort: SortName = ""


class BulkInput(Many, frozen=True, kw_only=True):
    """Which conversations, and what to do with them."""

    action: BulkAction


class ClosingNeeds(Struct, frozen=True, kw_only=True):
    """What must be said before all of them can be closed, by the strictest of their rules.

    `total`: how many are not closed yet; `topic` and `fields`, by their keys: how many of them need one and have none.
    """

    total: int
    reason: bool
    topic: int
    fields: dict[str, int]


class BulkFailure(Struct, frozen=True):
    """A conversation that could not be changed, or not wholly: the code of the refusal, the name of its customer."""

    id: int
    code: str
    name: str


class BulkRun(Struct, frozen=True, kw_only=True):
    """How far it is. `changed` counts those that were not so already."""

    id: int
    verb: str
    state: str
    total: int
    done: int
    changed: int
    failures: list[BulkFailure]
    undoable: bool
