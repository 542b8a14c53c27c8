"""Queries of what the card holds beside the contact: notes and consents."""

from typing import Any

from otklik.access.actor import Actor
from otklik.contacts.records import NoteRow
from otklik.infra.db import Tx

_NOTE = """
select id, contact_id, author_id, author_name, text, created_at, edited_at, deleted_at is not null as deleted
from contact_note where workspace_id = %(workspace)s
"""


async def list_notes(tx: Tx, contact_id: int, before: int | None, limit: int) -> list[NoteRow]:
    """Return the notes on a person and on everybody who is part of them now, the newest first."""
    return await tx.fetch(
        NoteRow,
        """with recursive one (id) as (
               select %(contact)s::bigint union select m.gone_id from contact_merge m join one on m.kept_id = one.id
               where m.undone_at is null and m.workspace_id = %(workspace)s)
           select id, contact_id, author_id, author_name, text, created_at, edited_at, false as deleted
           from contact_note
           where workspace_id = %(workspace)s and contact_id in (select id from one) and deleted_at is null
                 and id < coalesce(%(before)s::bigint, 9223372036854775807)
           order by id desc limit %(limit)s""",
        {"workspace": tx.workspace_id, "contact": contact_id, "before": before, "limit": limit},
    )


async def find_note(tx: Tx, note_id: int) -> NoteRow | None:
    """Return a note, locked; deleted ones as well."""
    return await tx.find(NoteRow, _NOTE + " and id = %(id)s for update", {"workspace": tx.workspace_id, "id": note_id})


async def insert_note(tx: Tx, contact_id: int, actor: Actor, text: str) -> int:
    """Write a note and return its id."""
    return int(
        await tx.value(
            """insert into contact_note (workspace_id, contact_id, author_id, author_name, text)
               values (%(workspace)s, %(contact)s, %(author)s, %(name)s, %(text)s) returning id""",
            {
                "workspace": tx.workspace_id, "contact": contact_id, "author": actor.operator_id, "name": actor.name,
                "text": text,
            },
        )
    )  # fmt: skip


async def add_note_once(tx: Tx, contact_id: int, author: tuple[int | None, str], text: str) -> None:
    """Write a note unless the same words stand there already."""
    await tx.execute(
        """insert into contact_note (workspace_id, contact_id, author_id, author_name, text)
           select %(workspace)s, %(contact)s, %(author)s, %(name)s, %(text)s
           where not exists (select from contact_note
                             where contact_id = %(contact)s and deleted_at is null and text = %(text)s)""",
        {"workspace": tx.workspace_id, "contact": contact_id, "author": author[0], "name": author[1], "text": text},
    )


async def update_note(tx: Tx, note_id: int, text: str) -> None:
    """Write another text."""
    await tx.execute(
        """update contact_note set text = %(text)s, edited_at = now()
           where id = %(id)s and workspace_id = %(workspace)s and text <> %(text)s""",
        {"workspace": tx.workspace_id, "id": note_id, "text": text},
    )


async def set_note_deleted(tx: Tx, note_id: int, *, deleted: bool) -> None:
    """Take a note off the card, or put it back."""
    await tx.execute(
        """update contact_note set deleted_at = case when %(deleted)s then coalesce(deleted_at, now()) end
           where id = %(id)s and workspace_id = %(workspace)s""",
        {"workspace": tx.workspace_id, "id": note_id, "deleted": deleted},
    )


async def insert_consent(tx: Tx, identity_id: int, actor: Actor | None, *, given: bool) -> None:
    """Add a line to what a person said about being written to; without an actor they said so themselves."""
    by, name = (None, "") if actor is None else (actor.operator_id, actor.name)
    values: dict[str, Any] = {"identity": identity_id, "given": given, "by": by, "name": name}
    await tx.execute(
        """insert into contact_consent (workspace_id, identity_id, given, operator_id, operator_name)
           values (%(workspace)s, %(identity)s, %(given)s, %(by)s, %(name)s)""",
        {"workspace": tx.workspace_id, **values},
    )


async def find_last_consent(tx: Tx, identity_id: int) -> bool | None:
    """Return what holds for an address now; None when nothing was ever said."""
    found: bool | None = await tx.value(
        """select given from contact_consent
           where identity_id = %(identity)s and workspace_id = %(workspace)s order by id desc limit 1""",
        {"workspace": tx.workspace_id, "identity": identity_id},
    )
    return found
