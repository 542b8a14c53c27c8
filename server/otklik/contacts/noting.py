"""Notes on a person, for colleagues only. A note is changed and deleted by its author, and can be brought back."""

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.contacts import repository_card as repository
from otklik.contacts.errors import NoSuchNote, NoteOfOther
from otklik.contacts.events import ContactChanged
from otklik.contacts.merging import get_contact
from otklik.contacts.records import NoteRow
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid
from otklik.kit.pagination import IdCursor, Page, decode_cursor, make_page
from otklik.kit.text import clean_text

NOTE_MAX = 5_000


async def list_notes(tx: Tx, contact_id: int, cursor: str | None, limit: int) -> Page[NoteRow]:
    """Return the notes on a person, the newest first; raises NoSuchContact."""
    before = decode_cursor(cursor, IdCursor).id if cursor else None
    contact = await get_contact(tx, contact_id)
    rows = await repository.list_notes(tx, contact.id, before, limit + 1)
    return make_page(rows, limit, lambda row: IdCursor(row.id))


async def write_note(tx: Tx, actor: Actor, contact_id: int, text: str) -> NoteRow:
    """Note something; raises NoSuchContact, and Invalid for no text."""
    contact = await get_contact(tx, contact_id)
    note_id = await repository.insert_note(tx, contact.id, actor, _clean(text))
    return await _tell(tx, actor, note_id, "created")


async def change_note(tx: Tx, actor: Actor, note_id: int, text: str) -> NoteRow:
    """Write one's own note anew; raises NoSuchNote, NoteOfOther, and Invalid for no text."""
    row = await _get_own(tx, actor, note_id)
    if row.deleted:
        raise NoSuchNote("no such note")
    await repository.update_note(tx, note_id, _clean(text))
    return await _tell(tx, actor, note_id, "changed")


async def set_deleted(tx: Tx, actor: Actor, note_id: int, *, deleted: bool) -> NoteRow:
    """Delete one's own note or bring it back; doing so twice changes nothing; raises NoSuchNote and NoteOfOther."""
    row = await _get_own(tx, actor, note_id)
    if row.deleted == deleted:
        return row
    await repository.set_note_deleted(tx, note_id, deleted=deleted)
    return await _tell(tx, actor, note_id, "deleted" if deleted else "restored")


async def _get_own(tx: Tx, actor: Actor, note_id: int) -> NoteRow:
    row = await repository.find_note(tx, note_id)
    if row is None:
        raise NoSuchNote("no such note")
    if actor.operator_id is None or row.author_id != actor.operator_id:
        raise NoteOfOther("only the author may change a note")
    return row


async def _tell(tx: Tx, actor: Actor, note_id: int, what: str) -> NoteRow:
    row = await repository.find_note(tx, note_id)
    if row is None:
        raise NoSuchNote("no such note")
    contact = await get_contact(tx, row.contact_id)
    await write_audit(tx, actor, f"contact_note.{what}", ("contact", contact.id))
    await tx.announce(ContactChanged(workspace_id=tx.workspace_id, contact_id=contact.id))
    return row


def _clean(text: str) -> str:
    cleaned = clean_text(text).strip()
    if not cleaned:
        raise Invalid("some fields are wrong", errors=(FieldError("text", "empty", "must not be empty"),))
    return cleaned
