"""The doors of search."""

from datetime import UTC, datetime
from typing import Annotated

from litestar import get
from litestar.params import Parameter, QueryParameter

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.search import service
from otklik.search.room import Search
from otklik.search.schemas import Found, FoundInConversation, Kind
from otklik.search.service import Wanted

_TAG = ["Search"]
_VIEW = [requires(Permission.CONVERSATIONS_VIEW)]
_LARGEST = 2**63 - 1

Id = Annotated[int, Parameter(ge=1, le=_LARGEST)]
Words = Annotated[str, Parameter(min_length=1, max_length=200)]


@get("/api/v1/search", guards=_VIEW, tags=_TAG)
async def search_everything(  # noqa: PLR0913 - the filters of the search
    *, actor: Actor, search: Search, q: Words, kind: Kind = "all",
    inbox: Annotated[int | None, Parameter(ge=1, le=_LARGEST)] = None,
    channel: Annotated[str, Parameter(max_length=40)] = "", author: Annotated[str, Parameter(max_length=19)] = "",
    since: Annotated[datetime | None, QueryParameter(name="from")] = None,
    until: Annotated[datetime | None, QueryParameter(name="to")] = None,
    cursor: Annotated[str | None, Parameter(max_length=500)] = None,
    limit: Annotated[int, Parameter(ge=1, le=50)] = 20,
) -> Found:  # fmt: skip
    """Search messages, people and files; the newest first. `from` and `to` bound when it was written, `to` excluded."""
    wanted = Wanted(
        words=q, kind=kind, inbox_id=inbox, channel=channel, author=author, since=_aware(since), until=_aware(until),
        cursor=cursor, limit=limit,
    )  # fmt: skip
    return await service.find_everything(search, actor, wanted)


@get("/api/v1/conversations/{conversation_id:int}/search", guards=_VIEW, tags=_TAG)
async def search_conversation(conversation_id: Id, actor: Actor, search: Search, q: Words) -> FoundInConversation:
    """Find words over the whole history of a conversation, the newest match first, 5000 at most."""
    return await service.find_in_conversation(search, actor, conversation_id, q)


def _aware(at: datetime | None) -> datetime | None:
    """A time without a zone is UTC."""
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at


ROUTES = [search_everything, search_conversation]
