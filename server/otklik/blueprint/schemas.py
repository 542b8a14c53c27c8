"""What the file holds, and what the doors of this room give. Things are known by their names, never by numbers."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from otklik.access.schemas import CardBlocks, CompanySettings, Permissions
from otklik.access.schemas_lists import GroupName, RowColumns
from otklik.canned_responses.schemas import Folder, Shortcut, Title, Variants
from otklik.conversations.schemas_fields import FieldKind, FieldValues
from otklik.desk.schemas_views import FilterText, IconName, SortName, ViewName
from otklik.infra.web.schemas import Input
from otklik.labels.schemas import Name as LabelName
from otklik.labels.schemas import Tone
from otklik.labels.schemas_topics import DEPTH_MAX
from otklik.macros.schemas import DAYS_MAX, MINUTES_MAX, TEXT_MAX, Verb
from otklik.macros.schemas import Name as MacroName
from otklik.messaging.keyboards import Buttons
from otklik.own_fields.kinds import Kind
from otklik.own_fields.schemas import Choices, Key
from otklik.own_fields.schemas import Name as FieldName
from otklik.presence.schemas import Minutes, ReasonName
from otklik.translation.schemas import URL_MAX

Section = Literal[
    "company", "teams", "tags", "closing_reasons", "topics", "conversation_fields", "break_reasons", "customer_fields",
    "roles", "canned_responses", "macros", "views", "translation",
]  # fmt: skip
TeamName = Annotated[str, Meta(min_length=1, max_length=100)]
Whose = TeamName | None
"""The team it is for; null is everybody."""


class TeamPart(Input, frozen=True, kw_only=True):
    """A team, without its people. `topic_required` is its rule of closing, null: as the company."""

    name: TeamName
    topic_required: bool | UnsetType | None = UNSET


class TagPart(Input, frozen=True, kw_only=True):
    """A tag and its colour."""

    name: LabelName
    tone: Tone


class ReasonPart(Input, frozen=True, kw_only=True):
    """A closing reason."""

    name: LabelName


class TopicPart(Input, frozen=True, kw_only=True):
    """A topic, and the names above it from the top of the tree."""

    name: LabelName
    below: Annotated[list[LabelName], Meta(max_length=DEPTH_MAX - 1)] = field(default_factory=list)


class ConversationFieldPart(Input, frozen=True, kw_only=True):
    """A field asked at closing; what is kept with conversations is kept by its key."""

    key: Key
    name: FieldName
    kind: FieldKind
    choices: Choices = field(default_factory=list)
    required: bool = False


class RolePart(Input, frozen=True, kw_only=True):
    """A role of the company's own, without its people."""

    name: Annotated[str, Meta(min_length=1, max_length=60)]
    description: Annotated[str, Meta(max_length=300)] = ""
    permissions: Permissions = field(default_factory=list)
    hidden_blocks: CardBlocks = ()


class BreakPart(Input, frozen=True, kw_only=True):
    """A reason for a break."""

    name: ReasonName
    minutes: Minutes | None = None


class FieldPart(Input, frozen=True, kw_only=True):
    """A customer field; what is kept with customers is kept by its key."""

    key: Key
    name: FieldName
    kind: Kind
    choices: Choices = field(default_factory=list)
    required: bool = False
    on_card: bool = True


class CannedPart(Input, frozen=True, kw_only=True, omit_defaults=True):
    """A canned response, without its files."""

    title: Title
    variants: Variants
    team: Whose = None
    folder: Folder = ""
    shortcut: Shortcut = ""
    buttons: Buttons = ()


class ActionPart(Input, frozen=True, kw_only=True, omit_defaults=True):
    """An action of a macro. `assign` is "me" or null; `response` is a canned response's title, `topic` its path."""

    verb: Verb
    text: Annotated[str, Meta(max_length=TEXT_MAX)] = ""
    response: Title | None = None
    tag: LabelName | None = None
    assign: Literal["me"] | UnsetType | None = UNSET
    team: TeamName | UnsetType | None = UNSET
    priority: Literal["low", "normal", "high", "urgent"] | None = None
    minutes: Annotated[int, Meta(ge=1, le=MINUTES_MAX)] | None = None
    days: Annotated[int, Meta(ge=1, le=DAYS_MAX)] | None = None
    until_reply: bool = False
    back: Literal["holder", "queue"] = "holder"
    reason: LabelName | None = None
    topic: Annotated[list[LabelName], Meta(min_length=1, max_length=DEPTH_MAX)] | None = None
    fields: FieldValues = field(default_factory=dict)


class MacroPart(Input, frozen=True, kw_only=True):
    """A macro."""

    name: MacroName
    actions: Annotated[list[ActionPart], Meta(min_length=1, max_length=12)]
    team: Whose = None


class ViewPart(Input, frozen=True, kw_only=True):
    """A saved view that others see."""

    name: ViewName
    filter: FilterText
    team: Whose = None
    icon: IconName = "filter"
    sort: SortName = ""
    group: GroupName | None = None
    columns: RowColumns | None = None
    pinned: bool = False


class TranslationPart(Input, frozen=True, kw_only=True):
    """Where the translation service is, without its key."""

    url: Annotated[str, Meta(min_length=1, max_length=URL_MAX)]


class LeftOut(Struct, frozen=True, forbid_unknown_fields=True):
    """What the file does not hold because it names a person or something that is gone."""

    section: Section
    name: str


Few = Meta(max_length=200)
Many = Meta(max_length=1000)


class SettingsFile(Input, frozen=True, kw_only=True):
    """The file. A part that is missing changes nothing."""

    format: Literal["otklik.settings"]
    version: Literal[1]
    company: CompanySettings = CompanySettings()
    teams: Annotated[list[TeamPart], Few] = field(default_factory=list)
    tags: Annotated[list[TagPart], Many] = field(default_factory=list)
    closing_reasons: Annotated[list[ReasonPart], Few] = field(default_factory=list)
    topics: Annotated[list[TopicPart], Many] = field(default_factory=list)
    conversation_fields: Annotated[list[ConversationFieldPart], Few] = field(default_factory=list)
    break_reasons: Annotated[list[BreakPart], Few] = field(default_factory=list)
    customer_fields: Annotated[list[FieldPart], Few] = field(default_factory=list)
    roles: Annotated[list[RolePart], Few] = field(default_factory=list)
    canned_responses: Annotated[list[CannedPart], Many] = field(default_factory=list)
    macros: Annotated[list[MacroPart], Many] = field(default_factory=list)
    views: Annotated[list[ViewPart], Few] = field(default_factory=list)
    translation: TranslationPart | None = None
    left_out: Annotated[list[LeftOut], Many] = field(default_factory=list)


class Outcome(Struct, frozen=True):
    """What becomes of one thing of the file; `changes` names what is another way here."""

    section: Section
    name: str
    what: Literal["created", "changed", "left"]
    changes: list[str]


class ImportReport(Struct, frozen=True):
    """What becomes of everything in the file, in its order."""

    items: list[Outcome]
    created: int
    changed: int
    left: int
