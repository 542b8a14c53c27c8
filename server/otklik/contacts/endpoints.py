"""The doors of contacts. A contact that became part of another is answered for by that one."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, get, patch, post
from litestar.di import Provide
from litestar.params import Parameter, QueryParameter
from litestar.response import Stream
from msgspec import Struct

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.contacts import merging, repository, repository_merging, service
from otklik.contacts.browsing import Filter, Order, browse_contacts
from otklik.contacts.exporting import Export
from otklik.contacts.merging import Belongings
from otklik.contacts.records import ContactRow, IdentityLine
from otklik.contacts.schemas import (
    ContactInput,
    ContactOut,
    EntryOut,
    EvidenceOut,
    IdentityOut,
    MergedOut,
    MergeInput,
    MergeOut,
    NewContact,
    SuggestionOut,
)
from otklik.infra.db import Database, Tx
from otklik.infra.web.idempotency import Created, Once
from otklik.infra.web.schemas import DEFAULT_LIMIT, PageLimit
from otklik.kit.pagination import Page
from otklik.kit.text import clean_name

PhotoLink = Callable[[int, int, str | None], str | None]
"""Makes the address of a contact's photo from workspace, contact and the photo's key."""

_TAG = ["Contacts"]
_VIEW = [requires(Permission.CONTACTS_VIEW)]
_EDIT = [requires(Permission.CONTACTS_VIEW, Permission.CONTACTS_EDIT)]
_EXPORT = [requires(Permission.CONTACTS_VIEW, Permission.CONTACTS_EXPORT)]
_MERGE = [requires(Permission.CONTACTS_VIEW, Permission.CONTACTS_MERGE)]

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]


class Contacts(Struct, frozen=True):
    """The room's state in one process; the wiring hands it to the API as `state["contacts"]`."""

    db: Database
    belongings: Belongings
    photo_link: PhotoLink


@get("/api/v1/contacts", guards=_VIEW, tags=_TAG)
async def list_contacts(
    actor: Actor, contacts: Contacts, people: Filter,
    cursor: Annotated[str | None, Parameter(max_length=1000)] = None, *, limit: PageLimit = DEFAULT_LIMIT,
) -> Page[ContactOut]:  # fmt: skip
    """List contacts, the newest first: all, those whose name, e-mail, phone or address begins with `q`, or a filter."""
    async with contacts.db.searching(actor.workspace_id) as tx:
        page = await browse_contacts(tx, people, cursor, limit)
        return Page(await _show_all(tx, contacts, page.items), page.next_cursor)


@post("/api/v1/contacts", guards=_EDIT, tags=_TAG)
async def create_contact(data: NewContact, actor: Actor, once: Once, contacts: Contacts) -> Created[ContactOut]:
    """Make a contact by hand."""

    async def create() -> ContactOut:
        return await _show(tx, contacts, await service.create_contact(tx, actor, data))

    async with contacts.db.workspace(actor.workspace_id) as tx:
        return await once.answer(tx, create)


@get("/api/v1/contacts/{contact_id:int}", guards=_VIEW, tags=_TAG)
async def show_contact(contact_id: Id, actor: Actor, contacts: Contacts) -> ContactOut:
    """Show a person."""
    async with contacts.db.workspace(actor.workspace_id) as tx:
        return await _show(tx, contacts, await merging.get_contact(tx, contact_id))


@patch("/api/v1/contacts/{contact_id:int}", guards=_EDIT, tags=_TAG)
async def change_contact(contact_id: Id, data: ContactInput, actor: Actor, contacts: Contacts) -> ContactOut:
    """Change, block or unblock a person."""
    async with contacts.db.workspace(actor.workspace_id) as tx:
        changed = await service.change_contact(tx, contacts.belongings, actor, contact_id, data)
        return await _show(tx, contacts, changed)


@get("/api/v1/contacts/{contact_id:int}/suggestions", guards=_VIEW, tags=_TAG)
async def list_suggestions(contact_id: Id, actor: Actor, contacts: Contacts) -> list[SuggestionOut]:
    """Show who may be the same person, and why; nothing is merged by this."""
    async with contacts.db.workspace(actor.workspace_id) as tx:
        found = await service.list_suggestions(tx, contact_id)
        shown = await _show_all(tx, contacts, [one.contact for one in found])
    return [
        SuggestionOut(contact, [EvidenceOut(row.kind, row.value, row.verified) for row in one.evidence])
        for contact, one in zip(shown, found, strict=True)
    ]


@post("/api/v1/contacts/{contact_id:int}/merge", guards=_MERGE, status_code=200, tags=_TAG)
async def merge_contacts(
    contact_id: Id, data: MergeInput, actor: Actor, once: Once, contacts: Contacts
) -> Created[MergedOut]:
    """Make another contact part of this one: addresses and conversations move, two that run become one."""

    async def merge() -> MergedOut:
        merged = await merging.merge_contacts(tx, contacts.belongings, (contact_id, data.other_id), actor)
        shown = await _show(tx, contacts, await merging.get_contact(tx, merged.kept_id))
        return MergedOut(**msgspec.structs.asdict(shown), merge_id=merged.id)

    async with contacts.db.workspace(actor.workspace_id) as tx:
        return await once.answer(tx, merge, 200)


@post("/api/v1/contacts/merges/{merge_id:int}/undo", guards=_MERGE, status_code=200, tags=_TAG)
async def undo_merge(merge_id: Id, actor: Actor, contacts: Contacts) -> list[ContactOut]:
    """Make two persons of one again; answers with both, the kept one first."""
    async with contacts.db.workspace(actor.workspace_id) as tx:
        merge = await merging.undo_merge(tx, contacts.belongings, merge_id, actor)
        both = [await merging.get_contact(tx, number) for number in (merge.kept_id, merge.gone_id)]
        return await _show_all(tx, contacts, both)


async def _show(tx: Tx, contacts: Contacts, row: ContactRow) -> ContactOut:
    return (await _show_all(tx, contacts, [row]))[0]


async def _show_all(tx: Tx, contacts: Contacts, rows: Sequence[ContactRow]) -> list[ContactOut]:
    ids = [row.id for row in rows]
    identities: dict[int, list[IdentityOut]] = {}
    for line in await repository.list_identity_lines(tx, ids):
        identities.setdefault(line.contact_id, []).append(_show_identity(line))
    merges: dict[int, list[MergeOut]] = {}
    for merge in await repository_merging.list_merges(tx, ids):
        shown = MergeOut(
            id=merge.id, contact_id=merge.contact_id, name=merge.name, reason=merge.reason, at=merge.at
        )  # fmt: skip
        merges.setdefault(merge.kept_id, []).append(shown)
    return [_show_row(contacts, row, identities.get(row.id, []), merges.get(row.id, [])) for row in rows]


def _show_row(contacts: Contacts, row: ContactRow, identities: list[IdentityOut], merges: list[MergeOut]) -> ContactOut:
    return ContactOut(
        id=row.id, name=row.name, avatar_url=contacts.photo_link(row.workspace_id, row.id, row.avatar_key),
        phone=row.phone or None, email=row.email or None, language=row.language or None,
        time_zone=row.time_zone or None, company=row.company or None, vip=row.vip,
        blocked=row.blocked_at is not None, attributes=row.attributes,
        created_at=row.created_at, version=row.version, identities=identities,
        merged_from=[merge.contact_id for merge in merges], merges=merges,
    )  # fmt: skip


def _show_identity(line: IdentityLine) -> IdentityOut:
    display = line.name or line.username or line.email or line.phone or line.external_id
    shut = "inbox_paused" if line.inbox_lives and line.inbox_status == "paused" else ""
    if not line.inbox_lives:
        shut = "inbox_deleted"
    entry = line.entry and EntryOut(str(line.entry.get("kind", "")), line.entry.get("ref") or None)
    return IdentityOut(
        id=line.id, inbox_id=line.inbox_id, channel=line.channel, inbox_name=line.inbox_name,
        external_id=line.external_id, display=display,
        username=line.username or None, verified=line.proof, reachable=line.reachable and not shut,
        unreachable_reason=shut or line.unreachable_reason or None, entry=entry or None, last_seen_at=line.last_seen_at,
        barred=line.barred is True, bar_error=line.bar_error,
    )  # fmt: skip


@get("/api/v1/contacts/export", guards=_EXPORT, tags=_TAG)
async def export_contacts(
    actor: Actor, contacts: Contacts, people: Filter,
    language: Annotated[Literal["ru", "en"], QueryParameter(name="lang")] = "ru",
) -> Stream:  # fmt: skip
    """Get the people of a filter as a CSV file, made while it is sent; written down in the audit."""
    export = Export(contacts.db, actor.workspace_id, people, language)
    async with contacts.db.workspace(actor.workspace_id) as tx:
        await export.begin(tx, actor)
    headers = {"Content-Disposition": 'attachment; filename="customers.csv"', "Cache-Control": "no-store"}
    return Stream(export.lines, media_type="text/csv", headers=headers)


async def provide_contacts(request: Request[Any, Any, Any]) -> Contacts:
    """Make the dependency `contacts`."""
    room: Contacts = request.app.state["contacts"]
    return room


def contact_dependencies() -> dict[str, Provide]:
    """Return the dependencies of this room for the API: `contacts`, and the filter of the query, `people`."""
    return {"contacts": Provide(provide_contacts), "people": Provide(provide_people, sync_to_thread=False)}


def provide_people(  # noqa: PLR0913, PLR0917 - one for each part of the filter
    q: Annotated[str, Parameter(max_length=200)] = "",
    channel: Annotated[str, Parameter(max_length=40)] = "",
    attribute: Annotated[str, Parameter(max_length=100)] = "",
    value: Annotated[str, Parameter(max_length=300)] = "",
    blocked: bool | None = None,  # noqa: FBT001 - of the query
    vip: bool | None = None,  # noqa: FBT001 - as above
    since: date | None = None,
    until: date | None = None,
    sort: Order = Order.NEWEST,
) -> Filter:
    """Make the dependency `people`: whom to list, as the query says."""
    return Filter(
        words=clean_name(q), channel=channel, attribute=attribute, value=value, blocked=blocked, vip=vip, since=since,
        until=until, order=sort,
    )  # fmt: skip


ROUTES = [
    list_contacts, export_contacts, create_contact, show_contact, change_contact, list_suggestions, merge_contacts,
    undo_merge,
]  # fmt: skip
