"""What this room's endpoints take and give."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from otklik.access.actor import Viewing
from otklik.access.permissions import Permission
from otklik.access.schemas_lists import ListLooks
from otklik.channelkit.manifest import Words
from otklik.infra.web.schemas import Input

Locale = Literal["ru", "en"]
Theme = Literal["light", "dark", "system"]
Density = Literal["comfortable", "compact", "large"]
SendKey = Literal["enter", "ctrl_enter"]
UndoSend = Literal[0, 5, 10, 20]
"""Seconds a reply waits before it leaves, to be taken back; 0 means not at all."""
Presence = Literal["online", "busy", "break", "away", "offline"]
RoleKey = Annotated[str, Meta(pattern=r"^(owner|admin|supervisor|operator|custom:[1-9][0-9]{0,17})$")]
"""A built-in role, or one of the company's own by its id."""

InvitedRole = Annotated[str, Meta(pattern=r"^(admin|supervisor|operator|custom:[1-9][0-9]{0,17})$")]
TwoFactorPolicy = Literal["off", "admins", "everybody"]
"""Of whom the company asks a second factor."""

StepId = Literal["channel", "test_message", "invite"]

Name = Annotated[str, Meta(min_length=1, max_length=200)]
Email = Annotated[str, Meta(min_length=3, max_length=254)]
Password = Annotated[str, Meta(min_length=1, max_length=4096)]
Secret = Annotated[str, Meta(min_length=1, max_length=200)]
Zone = Annotated[str, Meta(min_length=1, max_length=64)]
TeamIds = Annotated[list[int], Meta(max_length=200)]

_STROKE = r"((Mod|Alt|Shift)\+){0,3}[A-Z][A-Za-z0-9]{0,29}"
Combo = Annotated[str, Meta(max_length=80, pattern=f"^({_STROKE}( {_STROKE})?)?$")]
"""A key combination by the places of its keys, such as "Mod+KeyK" or "KeyG KeyI"; empty means none."""

ActionName = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[A-Za-z.]+$")]
OwnKeys = Annotated[dict[ActionName, Combo], Meta(max_length=200)]

ColumnWidth = Annotated[int, Meta(ge=0, le=2000)]


class Columns(Struct, frozen=True, kw_only=True):
    """Widths of the desk's columns in pixels; 0 is the usual one."""

    views: ColumnWidth = 0
    list: ColumnWidth = 0
    contact: ColumnWidth = 0


CardBlock = Annotated[str, Meta(pattern="^[a-z_]{1,30}$")]
CardBlocks = Annotated[tuple[CardBlock, ...], Meta(max_length=30)]


SnoozeChoice = Annotated[str, Meta(min_length=1, max_length=60)]
SnoozeChoices = Annotated[tuple[SnoozeChoice, ...], Meta(max_length=12)]


class CardLayout(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Blocks of the customer's card: their order, and those folded or hidden; blocks not named stand as usual."""

    order: CardBlocks = ()
    folded: CardBlocks = ()
    hidden: CardBlocks = ()


ViewIds = Annotated[tuple[Annotated[int, Meta(ge=1, le=2**63 - 1)], ...], Meta(max_length=200)]


class ViewLayout(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Saved views as one operator wants them: the order, those pinned, and those pinned for all that they unpinned."""

    order: ViewIds = ()
    pinned: ViewIds = ()
    loose: ViewIds = ()


class Preferences(Struct, frozen=True, kw_only=True):
    """How the desk looks and behaves for one operator. `keys` are the combinations they changed, by action.

    `send_key` is for chats and notes, `mail_send_key` for letters. `snooze`: the moments offered for putting a
    conversation off, in this order; words such as "in 2 hours", or `@tomorrow` for a usual one; empty: the usual ones.
    `lists`: the looks of built-in lists, by their names.
    """

    locale: Locale = "ru"
    theme: Theme = "system"
    density: Density = "comfortable"
    send_key: SendKey = "enter"
    mail_send_key: SendKey = "ctrl_enter"
    undo_send_s: UndoSend = 5
    shortcuts_enabled: bool = True
    keys: OwnKeys = field(default_factory=dict)
    columns: Columns = field(default_factory=Columns)
    card: CardLayout = CardLayout()
    snooze: SnoozeChoices = ()
    views: ViewLayout = ViewLayout()
    lists: ListLooks = field(default_factory=dict)


class Operator(Struct, frozen=True, kw_only=True):
    """A human who answers. `role_name` is given for a role of the company's own.

    `presence_auto`: the status follows from silence and ends with it; nobody chose it.

    `sees_conversations`: their role opens conversations, so that a note may name them.

    `presence_until` is the planned end of a break. `capacity`: how many conversations at once; None is any number.
    """

    id: int
    name: str
    email: str
    role: str
    role_name: str | None
    avatar_url: str | None
    presence: Presence
    presence_since: datetime
    presence_reason: str | None
    presence_until: datetime | None
    presence_auto: bool
    capacity: int | None
    sees_conversations: bool
    team_ids: list[int]
    open_conversations: int
    disabled: bool
    preferences: Preferences


class OnboardingStep(Struct, frozen=True):
    """One of the first things to do."""

    id: StepId
    done: bool


class Onboarding(Struct, frozen=True):
    """The first things to do, and whether the list was put away."""

    steps: list[OnboardingStep]
    dismissed: bool


class Workspace(Struct, frozen=True, kw_only=True):
    """The company. `reopen_minutes`: how long after resolving a new message continues the same conversation.

    `reason_required`: nothing is closed without a reason, as long as there are any; `topic_required`: nor without a
    topic, where a team has no rule of its own.
    `away_minutes`: after how long a silence an operator is away; 0 is never. `missed_offers`: after how many offers
    in a row that ran out; 0 is never. `transfer_accept_seconds`: how long a colleague has to accept a conversation that
    is offered.
    """

    id: int
    name: str
    locale: Locale
    time_zone: str
    demo: bool
    reopen_minutes: int
    reason_required: bool
    topic_required: bool
    away_minutes: int
    missed_offers: int
    transfer_note_required: bool
    transfer_accept_seconds: int
    two_factor: TwoFactorPolicy
    hold_unchecked: bool
    open_too_large: bool
    onboarding: Onboarding


class Limits(Struct, frozen=True, kw_only=True):
    """What the desk must not exceed; sizes in bytes, texts in characters."""

    file_bytes: int
    files_per_message: int
    text_max: int


class ShownChannel(Struct, frozen=True, kw_only=True):
    """How a channel is shown: its name, what filters read for it, the outline of its sign and what is behind it."""

    slug: str
    name: Words
    spellings: Sequence[str]
    sign: str
    colour: str


class Session(Struct, frozen=True, kw_only=True):
    """Everything the desk needs to start. `undo_seconds`: how long a sent reply may be taken back.

    `viewing`: the operator looks with other eyes, and the permissions are those both have.

    `hidden_blocks`: blocks of the customer's card that the role does not show; the data is governed by permissions.

    `factor_due`: the company asks for a second factor; until it is set up there are no permissions and no other doors.

    `cursor`: what the socket is greeted with to hear all that happens after this answer.
    """

    operator: Operator
    workspace: Workspace
    permissions: list[str]
    viewing: Viewing | None
    hidden_blocks: list[str]
    factor_due: bool
    csrf_token: str
    cursor: str
    undo_seconds: int
    limits: Limits
    channels: Sequence[ShownChannel]


class SetupState(Struct, frozen=True):
    """Whether the first owner is still to come."""

    needed: bool


class SetupInput(Input, frozen=True, kw_only=True):
    """The first owner and the company."""

    token: Secret
    company: Name
    locale: Locale
    time_zone: Zone
    name: Name
    email: Email
    password: Password


class SignInInput(Input, frozen=True, kw_only=True):
    """An e-mail and a password; `code` is of the authenticator app, or a recovery code."""

    email: Annotated[str, Meta(max_length=254)]
    password: Annotated[str, Meta(max_length=4096)]
    code: Annotated[str, Meta(max_length=100)] = ""


class ColumnsInput(Input, frozen=True, kw_only=True):
    """All three widths."""

    views: ColumnWidth = 0
    list: ColumnWidth = 0
    contact: ColumnWidth = 0


class PreferencesInput(Input, frozen=True, kw_only=True):
    """Changed preferences."""

    locale: Locale | UnsetType = UNSET
    theme: Theme | UnsetType = UNSET
    density: Density | UnsetType = UNSET
    send_key: SendKey | UnsetType = UNSET
    mail_send_key: SendKey | UnsetType = UNSET
    undo_send_s: UndoSend | UnsetType = UNSET
    shortcuts_enabled: bool | UnsetType = UNSET
    keys: OwnKeys | UnsetType = UNSET
    columns: ColumnsInput | UnsetType = UNSET
    card: CardLayout | UnsetType = UNSET
    snooze: SnoozeChoices | UnsetType = UNSET
    views: ViewLayout | UnsetType = UNSET
    lists: ListLooks | UnsetType = UNSET


class PasswordInput(Input, frozen=True, kw_only=True):
    """The present password and a new one."""

    current: Password
    password: Password


class SocketTicket(Struct, frozen=True):
    """A ticket for one socket, good for 30 seconds."""

    ticket: str


class InvitationInput(Input, frozen=True, kw_only=True):
    """Whom to invite."""

    email: Email
    role: InvitedRole
    name: Annotated[str, Meta(max_length=200)] = ""
    team_ids: TeamIds = field(default_factory=list)


class Invitation(Struct, frozen=True, kw_only=True):
    """A pending invitation; the link is shown only once, in the answer that made it."""

    id: int
    email: str
    name: str
    role: str
    role_name: str | None
    team_ids: list[int]
    expires_at: datetime
    link: str | None = None


class InvitationView(Struct, frozen=True):
    """What an invited person sees before accepting."""

    email: str
    company: str
    locale: Locale


class AcceptInput(Input, frozen=True, kw_only=True):
    """An invited person's name and password."""

    token: Secret
    name: Name
    password: Password


class CompanySettings(Input, frozen=True, kw_only=True):
    """The settings of the company, all but its name: for the API and for its file, described once."""

    locale: Locale | UnsetType = UNSET
    time_zone: Zone | UnsetType = UNSET
    reopen_minutes: Annotated[int, Meta(ge=0, le=525_600)] | UnsetType = UNSET
    reason_required: bool | UnsetType = UNSET
    topic_required: bool | UnsetType = UNSET
    away_minutes: Annotated[int, Meta(ge=0, le=480)] | UnsetType = UNSET
    missed_offers: Annotated[int, Meta(ge=0, le=20)] | UnsetType = UNSET
    transfer_note_required: bool | UnsetType = UNSET
    transfer_accept_seconds: Annotated[int, Meta(ge=10, le=600)] | UnsetType = UNSET
    two_factor: TwoFactorPolicy | UnsetType = UNSET
    hold_unchecked: bool | UnsetType = UNSET
    open_too_large: bool | UnsetType = UNSET


class WorkspaceInput(CompanySettings, frozen=True, kw_only=True):
    """Changed settings of the workspace."""

    name: Name | UnsetType = UNSET
    onboarding_dismissed: bool | UnsetType = UNSET


class OperatorInput(Input, frozen=True, kw_only=True):
    """Changed facts of an operator."""

    role: RoleKey | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    disabled: bool | UnsetType = UNSET
    team_ids: TeamIds | UnsetType = UNSET
    capacity: Annotated[int, Meta(ge=1, le=500)] | UnsetType | None = UNSET


class TokenInput(Input, frozen=True, kw_only=True):
    """A token to be made."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    role: RoleKey


class CreatedToken(Struct, frozen=True):
    """A token just made; `token` is never shown again."""

    id: int
    name: str
    role: str
    token: str
    prefix: str


class Token(Struct, frozen=True, kw_only=True):
    """A token as it may be shown."""

    id: int
    name: str
    role: str
    role_name: str | None
    prefix: str
    created_at: datetime
    last_used_at: datetime | None


Permissions = Annotated[list[Permission], Meta(max_length=100)]


class RoleOut(Struct, frozen=True, kw_only=True):
    """A role, what it may do, and how many colleagues have it; disabled ones are counted apart.

    `name` is empty for the built-in roles, which have no version and are never changed. `editable`: the one who asks
    holds all of its rights; `own`: it is their role, whose rights they do not change.
    `hidden_blocks`: blocks of the customer's card its people do not see.
    """

    role: str
    permissions: list[Permission]
    operators: int
    name: str = ""
    description: str = ""
    hidden_blocks: list[str] = field(default_factory=list)
    disabled: int = 0
    invitations: int = 0
    tokens: int = 0
    version: int | None = None
    changed_at: datetime | None = None
    changed_by: str = ""
    editable: bool = False
    own: bool = False


class ViewingInput(Input, frozen=True, kw_only=True):
    """With whose eyes to look: a role's or a person's."""

    role: RoleKey | None = None
    operator_id: Annotated[int, Meta(ge=1, le=2**63 - 1)] | None = None


class RolesOut(Struct, frozen=True):
    """All roles; what each right `needs`, directly; and how many roles of its own a company may have."""

    items: list[RoleOut]
    needs: dict[str, list[Permission]]
    limit: int


class NewRole(Input, frozen=True, kw_only=True):
    """A role to be made."""

    name: Annotated[str, Meta(max_length=1000)]
    description: Annotated[str, Meta(max_length=5000)] = ""
    permissions: Permissions = field(default_factory=list)
    hidden_blocks: CardBlocks = ()


class RoleInput(Input, frozen=True, kw_only=True):
    """Changes of a role; `expected_version` is the one that was looked at."""

    expected_version: Annotated[int, Meta(ge=1)]
    name: Annotated[str, Meta(max_length=1000)] | UnsetType = UNSET
    description: Annotated[str, Meta(max_length=5000)] | UnsetType = UNSET
    permissions: Permissions | UnsetType = UNSET
    hidden_blocks: CardBlocks | UnsetType = UNSET


class AuditActor(Struct, frozen=True):
    """Who did it."""

    kind: str
    id: int | None
    name: str


class AuditObject(Struct, frozen=True):
    """What it was done to."""

    kind: str
    id: int | None


class AuditLine(Struct, frozen=True, kw_only=True):
    """One line of the audit."""

    id: int
    at: datetime
    actor: AuditActor
    action: str
    object: AuditObject
    detail: dict[str, Any]
