"""What the doors of saved views take and give."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from otklik.access.schemas_lists import GroupName, RowColumns
from otklik.infra.web.schemas import Input

ViewName = Annotated[str, Meta(min_length=1, max_length=200)]
FilterText = Annotated[str, Meta(max_length=1000)]
Scope = Literal["private", "team", "shared"]
SortName = Literal["", "waiting", "newest", "oldest", "created", "priority"]
ICONS = ("filter", "star", "flame", "flag", "tag", "bell", "clock", "users", "cart", "truck", "coin", "heart")
IconName = Literal["filter", "star", "flame", "flag", "tag", "bell", "clock", "users", "cart", "truck", "coin", "heart"]
_Id = Annotated[int, Meta(ge=1, le=2**63 - 1)]


class SavedView(Struct, frozen=True, kw_only=True):
    """A view somebody keeps. `filter` is its text with the names of today; `changeable` by whom is asking.

    `columns`: the facts that its rows show, in their order; null: the usual ones. `group` null: no groups.
    """

    id: int
    scope: str
    team_id: int | None
    name: str
    icon: str
    filter: str
    sort: str
    group: str | None
    columns: list[str] | None
    pinned: bool
    position: int
    changeable: bool
    version: int


class NewSavedView(Input, frozen=True, kw_only=True):
    """A view to keep. `team_id` with the scope `team`."""

    name: ViewName
    filter: FilterText
    scope: Scope = "private"
    team_id: _Id | None = None
    icon: IconName = "filter"
    sort: SortName = ""
    group: GroupName | None = None
    columns: RowColumns | None = None
    pinned: bool = False


class SavedViewInput(Input, frozen=True, kw_only=True):
    """Changed facts of a saved view."""

    name: ViewName | UnsetType = UNSET
    filter: FilterText | UnsetType = UNSET
    scope: Scope | UnsetType = UNSET
    team_id: _Id | UnsetType | None = UNSET
    icon: IconName | UnsetType = UNSET
    sort: SortName | UnsetType = UNSET
    group: GroupName | UnsetType | None = UNSET
    columns: RowColumns | UnsetType | None = UNSET
    pinned: bool | UnsetType = UNSET
    expected_version: _Id | None = None


class MoveViews(Input, frozen=True, kw_only=True):
    """The order that some views shall have among themselves."""

    ids: Annotated[list[_Id], Meta(min_length=1, max_length=150)]
