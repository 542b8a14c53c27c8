"""What this room's endpoints take and give."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType, field

from otklik.infra.web.schemas import Input

Name = Annotated[str, Meta(min_length=1, max_length=100)]
MemberIds = Annotated[list[int], Meta(max_length=1000)]


class Team(Struct, frozen=True, kw_only=True):
    """A group of operators. `topic_required`: whether its conversations need a topic to close; null: as the company."""

    id: int
    name: str
    member_ids: list[int]
    open_conversations: int
    topic_required: bool | None


class NewTeam(Input, frozen=True, kw_only=True):
    """A team to be made."""

    name: Name
    member_ids: MemberIds = field(default_factory=list)


class TeamInput(Input, frozen=True, kw_only=True):
    """Changed facts of a team."""

    name: Name | UnsetType = UNSET
    member_ids: MemberIds | UnsetType = UNSET
    topic_required: bool | UnsetType | None = UNSET
