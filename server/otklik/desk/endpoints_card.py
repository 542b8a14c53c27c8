"""Doors to what the card of a person gathers: consents, visits of the website, files."""

from datetime import datetime
from typing import Annotated, Any, Literal

from litestar import get
from litestar.params import Parameter
from msgspec import Struct

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.desk import card
from otklik.desk.room import Desk
from otklik.desk.schemas_messages import Attachment
from otklik.desk.sight import see_contact
from otklik.infra.web.schemas import Items, PageLimit
from otklik.kit.pagination import IdCursor, Page, decode_cursor, encode_cursor
from otklik.surveys import service as ratings

_TAG = ["Contacts"]
_PERSON = [requires(Permission.CONVERSATIONS_VIEW, Permission.CONTACTS_VIEW)]

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]


class Consent(Struct, frozen=True, kw_only=True):
    """One thing a person said about being written to; `source` is `operator`, `widget` or `form`."""

    identity_id: int
    channel: str
    inbox_name: str
    source: str
    given: bool
    version: str | None
    by: str | None
    at: datetime


class VisitedPage(Struct, frozen=True):
    """A page of the website, and when the person came to it."""

    url: str
    title: str
    at: str


class Visit(Struct, frozen=True, kw_only=True):
    """A browser of the person on the website: the page it is on, where it came from, and its last 20 pages."""

    id: int
    inbox_name: str
    url: str | None
    title: str | None
    referrer: str | None
    entry: str | None
    utm: dict[str, str]
    locale: str | None
    pages: list[VisitedPage]
    first_seen_at: datetime
    last_seen_at: datetime


class ContactFile(Struct, frozen=True, kw_only=True):
    """A file of any conversation with the person."""

    file: Attachment
    conversation_id: int
    from_contact: bool
    author: str
    at: datetime


class Rating(Struct, frozen=True, kw_only=True):
    """What a person said of one closing: 1 to 5, whatever the scale."""

    id: int
    conversation_id: int
    scale: str
    score: int
    comment: str
    operator: str | None
    at: datetime


@get("/api/v1/contacts/{contact_id:int}/consents", guards=_PERSON, tags=_TAG)
async def list_consents(contact_id: Id, actor: Actor, desk: Desk) -> Items[Consent]:
    """List what a person said about being written to, the newest first."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        contact = await see_contact(tx, actor, contact_id)
        lines = await card.list_consents(tx, contact.id)
    return Items(
        [
            Consent(
                identity_id=one.identity_id, channel=one.channel, inbox_name=one.inbox_name, source=one.source,
                given=one.given, version=one.version or None, by=one.by or None, at=one.at,
            )
            for one in lines
        ]
    )  # fmt: skip


@get("/api/v1/contacts/{contact_id:int}/visits", guards=_PERSON, tags=_TAG)
async def list_visits(contact_id: Id, actor: Actor, desk: Desk) -> Items[Visit]:
    """List the browsers of a person on the website, the one seen last first."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        contact = await see_contact(tx, actor, contact_id)
        return Items([_show_visit(one) for one in await card.list_visits(tx, contact.id)])


@get("/api/v1/contacts/{contact_id:int}/files", guards=_PERSON, tags=_TAG)
async def list_files(  # noqa: PLR0913 - one of them is the room, the others are the page
    contact_id: Id, actor: Actor, desk: Desk, kind: Literal["picture", "other"] = "picture",
    cursor: Annotated[str | None, Parameter(max_length=1000)] = None, *, limit: PageLimit = 24,
) -> Page[ContactFile]:  # fmt: skip
    """List pictures, or other files, of every conversation with a person, the newest first."""
    before = decode_cursor(cursor, IdCursor).id if cursor else None
    async with desk.db.workspace(actor.workspace_id) as tx:
        contact = await see_contact(tx, actor, contact_id)
        lines = await card.list_files(tx, contact.id, pictures=kind == "picture", before=before, limit=limit + 1)
    shown = [
        ContactFile(
            file=desk.views.show_file(actor.workspace_id, one), conversation_id=one.conversation_id,
            from_contact=one.direction == "in", author=one.author_name, at=one.at,
        )
        for one in lines[:limit]
    ]  # fmt: skip
    return Page(shown, encode_cursor(IdCursor(lines[limit - 1].id)) if len(lines) > limit else None)


@get("/api/v1/contacts/{contact_id:int}/ratings", guards=_PERSON, tags=_TAG)
async def list_ratings(contact_id: Id, actor: Actor, desk: Desk) -> Items[Rating]:
    """List what a person said of closed conversations, the newest first."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        contact = await see_contact(tx, actor, contact_id)
        rows = await ratings.list_ratings(tx, contact.id)
    return Items(
        [
            Rating(
                id=row.id, conversation_id=row.conversation_id, scale=row.scale, score=row.score, comment=row.comment,
                operator=row.operator_name, at=row.changed_at,
            )
            for row in rows
        ]
    )  # fmt: skip


def _show_visit(one: card.VisitLine) -> Visit:
    entry = one.entry or {}
    utm = entry.get("utm")
    return Visit(
        id=one.id, inbox_name=one.inbox_name, url=_text(one.page.get("url")), title=_text(one.page.get("title")),
        referrer=_text(one.page.get("referrer")), entry=_text(entry.get("ref")),
        utm={str(key): str(value) for key, value in utm.items()} if isinstance(utm, dict) else {},
        locale=one.locale or None, pages=[_show_page(page) for page in one.pages],
        first_seen_at=one.created_at, last_seen_at=one.seen_at,
    )  # fmt: skip


def _show_page(page: dict[str, Any]) -> VisitedPage:
    return VisitedPage(url=str(page["url"]), title=str(page["title"]), at=str(page["at"]))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


ROUTES = [list_consents, list_visits, list_files, list_ratings]
