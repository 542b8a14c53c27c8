"""What this room's endpoints take and give."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from otklik.infra.web.schemas import Input
from otklik.messaging.keyboards import Buttons, ButtonSketch

Scope = Literal["personal", "team", "all"]

TITLE_MAX = 100
SHORTCUT_MAX = 32
FOLDER_MAX = 60
TEXT_MAX = 5_000
VARIANTS_MAX = 10
FILES_MAX = 10
_IMPORT_MAX = 1_000_000

ObjectId = Annotated[int, Meta(ge=1, le=2**63 - 1)]
Title = Annotated[str, Meta(min_length=1, max_length=TITLE_MAX)]
Shortcut = Annotated[str, Meta(max_length=SHORTCUT_MAX)]
Folder = Annotated[str, Meta(max_length=FOLDER_MAX)]
Language = Annotated[str, Meta(min_length=2, max_length=35)]
Ids = Annotated[list[ObjectId], Meta(max_length=FILES_MAX)]


class Variant(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The text in one language, named as BCP 47 does."""

    language: Language
    text: Annotated[str, Meta(min_length=1, max_length=TEXT_MAX)]


Variants = Annotated[list[Variant], Meta(min_length=1, max_length=VARIANTS_MAX)]


class CannedFile(Struct, frozen=True, kw_only=True):
    """A file kept with a canned response; `bytes` is its size."""

    id: int
    kind: str
    name: str
    mime: str
    bytes: int
    width: int | None
    height: int | None
    url: str


class CannedBrief(Struct, frozen=True, kw_only=True):
    """A canned response in a list. `excerpt` is the beginning of its text, `uses` how often it was inserted."""

    id: int
    scope: Scope
    team_id: int | None
    team_name: str | None
    folder: str
    shortcut: str
    title: str
    excerpt: str
    languages: list[str]
    files: int
    favourite: bool
    uses: int
    editable: bool


class CannedResponse(CannedBrief, frozen=True, kw_only=True):
    """A canned response with its texts and files. The first variant is the one for every other language."""

    variants: list[Variant]
    attachments: list[CannedFile]
    buttons: list[list[ButtonSketch]]
    version: int


class NewCannedResponse(Input, frozen=True, kw_only=True):
    """A canned response to be made; the first variant is the default one. `uploads` are the caller's own."""

    title: Title
    variants: Variants
    scope: Scope = "personal"
    team_id: ObjectId | None = None
    folder: Folder = ""
    shortcut: Shortcut = ""
    uploads: Ids = field(default_factory=list)
    buttons: Buttons = ()
    message_id: ObjectId | None = None
    """Take the files of this message as well."""


class CannedResponseInput(Input, frozen=True, kw_only=True):
    """Changed facts of a canned response. `attachments` are the kept files in order, `uploads` join them."""

    title: Title | UnsetType = UNSET
    variants: Variants | UnsetType = UNSET
    scope: Scope | UnsetType = UNSET
    team_id: ObjectId | UnsetType | None = UNSET
    folder: Folder | UnsetType = UNSET
    shortcut: Shortcut | UnsetType = UNSET
    attachments: Ids | UnsetType = UNSET
    buttons: Buttons | UnsetType = UNSET
    uploads: Ids = field(default_factory=list)
    expected_version: Annotated[int, Meta(ge=1)] | None = None


class FavouriteInput(Input, frozen=True, kw_only=True):
    """Whether the caller wants it at the top of their list."""

    favourite: bool


class UseInput(Input, frozen=True, kw_only=True):
    """Which variant to insert; the customer's language decides when it is not named."""

    language: Language | None = None


class Unresolved(Struct, frozen=True, kw_only=True):
    """A variable that could not be filled in; the place is counted in UTF-16 units, as browsers do."""

    name: str
    start: int
    stop: int


class RenderedResponse(Struct, frozen=True, kw_only=True):
    """A canned response filled in for a conversation."""

    id: int
    language: str
    languages: list[str]
    text: str
    unresolved: list[Unresolved]
    attachments: list[CannedFile]
    buttons: list[list[ButtonSketch]]


class InsertedFile(Struct, frozen=True, kw_only=True):
    """A file as it waits for its message: the same shape as an upload."""

    id: int
    name: str
    mime: str
    bytes: int
    kind: str
    width: int | None
    height: int | None
    url: str


class InsertedResponse(Struct, frozen=True, kw_only=True):
    """A canned response put into the caller's message; `uploads` go into it as attachments."""

    id: int
    language: str
    text: str
    unresolved: list[Unresolved]
    uploads: list[InsertedFile]
    buttons: list[list[ButtonSketch]]


class SampleInput(Input, frozen=True, kw_only=True):
    """A text to be tried on an invented customer."""

    text: Annotated[str, Meta(max_length=TEXT_MAX)]
    language: Language = "ru"


class SampleFault(Struct, frozen=True, kw_only=True):
    """What would be refused on saving; the place is counted in UTF-16 units."""

    code: str
    words: str
    start: int
    stop: int


class Sample(Struct, frozen=True, kw_only=True):
    """A text tried on an invented customer."""

    text: str
    unresolved: list[Unresolved]
    faults: list[SampleFault]


class ImportInput(Input, frozen=True, kw_only=True):
    """A file of canned responses, as the export writes it."""

    format: Literal["csv", "json"]
    content: Annotated[str, Meta(min_length=1, max_length=_IMPORT_MAX)]
    scope: Scope = "personal"
    team_id: ObjectId | None = None


class ImportFault(Struct, frozen=True, kw_only=True):
    """An entry that was left out: its number, its title, a code and words."""

    entry: int
    title: str
    code: str
    message: str


class ImportResult(Struct, frozen=True, kw_only=True):
    """What an import did."""

    created: int
    skipped: list[ImportFault]
