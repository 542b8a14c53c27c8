"""Doors to what the card holds beside the contact: notes and consents."""

from typing import Annotated

from litestar import delete, get, patch, post
from litestar.params import Parameter

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.contacts import consenting, noting
from otklik.contacts.records import NoteRow
from otklik.contacts.schemas_card import ConsentInput, ContactNote, NoteInput
from otklik.infra.db import Database
from otklik.infra.web.idempotency import Created, Once
from otklik.infra.web.schemas import PageLimit
from otklik.kit.pagination import Page

_TAG = ["Contacts"]
_VIEW = [requires(Permission.CONTACTS_VIEW)]
_EDIT = [requires(Permission.CONTACTS_VIEW, Permission.CONTACTS_EDIT)]

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]


@get("/api/v1/contacts/{contact_id:int}/notes", guards=_VIEW, tags=_TAG)
async def list_notes(
    contact_id: Id, actor: Actor, db: Database, cursor: Annotated[str | None, Parameter(max_length=1000)] = None,
    *, limit: PageLimit = 20,
) -> Page[ContactNote]:  # fmt: skip
    """List the notes on a person, the newest first."""
    async with db.workspace(actor.workspace_id) as tx:
        page = await noting.list_notes(tx, contact_id, cursor, limit)
    return Page([_show(row) for row in page.items], page.next_cursor)


@post("/api/v1/contacts/{contact_id:int}/notes", guards=_EDIT, tags=_TAG)
async def write_note(contact_id: Id, data: NoteInput, actor: Actor, db: Database, once: Once) -> Created[ContactNote]:
    """Note something on a person, for colleagues."""
    async with db.workspace(actor.workspace_id) as tx:
        return await once.create(tx, lambda: noting.write_note(tx, actor, contact_id, data.text), _show)


@patch("/api/v1/contacts/notes/{note_id:int}", guards=_EDIT, tags=_TAG)
async def change_note(note_id: Id, data: NoteInput, actor: Actor, db: Database) -> ContactNote:
    """Write one's own note anew."""
    async with db.workspace(actor.workspace_id) as tx:
        return _show(await noting.change_note(tx, actor, note_id, data.text))


@delete("/api/v1/contacts/notes/{note_id:int}", guards=_EDIT, tags=_TAG)
async def delete_note(note_id: Id, actor: Actor, db: Database) -> None:
    """Take one's own note off the card; it can be brought back."""
    async with db.workspace(actor.workspace_id) as tx:
        await noting.set_deleted(tx, actor, note_id, deleted=True)


@post("/api/v1/contacts/notes/{note_id:int}/restore", guards=_EDIT, status_code=200, tags=_TAG)
async def restore_note(note_id: Id, actor: Actor, db: Database) -> ContactNote:
    """Bring one's own deleted note back."""
    async with db.workspace(actor.workspace_id) as tx:
        return _show(await noting.set_deleted(tx, actor, note_id, deleted=False))


@post("/api/v1/contacts/{contact_id:int}/consents", guards=_EDIT, status_code=204, tags=_TAG)
async def record_consent(contact_id: Id, data: ConsentInput, actor: Actor, db: Database) -> None:
    """Record whether a person agrees to be written to at an address."""
    async with db.workspace(actor.workspace_id) as tx:
        await consenting.record_consent(tx, actor, contact_id, data.identity_id, given=data.given)


def _show(row: NoteRow) -> ContactNote:
    return ContactNote(
        id=row.id, author_id=row.author_id, author_name=row.author_name, text=row.text, created_at=row.created_at,
        edited_at=row.edited_at,
    )  # fmt: skip


ROUTES = [list_notes, write_note, change_note, delete_note, restore_note, record_consent]
