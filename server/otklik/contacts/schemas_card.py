"""Shapes of notes and consents on the wire."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from otklik.contacts.noting import NOTE_MAX
from otklik.infra.web.schemas import Input


class ContactNote(Struct, frozen=True, kw_only=True):
    """What a colleague noted on a person; `author_id` null for a program."""

    id: int
    author_id: int | None
    author_name: str
    text: str
    created_at: datetime
    edited_at: datetime | None


class NoteInput(Input, frozen=True, kw_only=True):
    """The text of a note."""

    text: Annotated[str, Meta(max_length=NOTE_MAX)]


class ConsentInput(Input, frozen=True, kw_only=True):
    """Whether the person agrees to be written to at an address."""

    identity_id: Annotated[int, Meta(ge=1, le=2**63 - 1)]
    given: bool
