"""Shapes of imports of customers on the wire."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from otklik.infra.web.schemas import Input

ImportState = Literal["draft", "checked", "running", "done", "cancelled"]
Place = Annotated[str, Meta(pattern="^[0-9]{1,3}$")]
Target = Annotated[str, Meta(min_length=1, max_length=100)]


class MappingInput(Input, frozen=True):
    """Where each column belongs, by its number from 0: `email`, `attributes.city`; others are left out."""

    mapping: Annotated[dict[Place, Target], Meta(max_length=100)]


class ImportReason(Struct, frozen=True):
    """Why a row was refused, in the reader's language."""

    field: str
    code: str
    message: str


class ImportRefusal(Struct, frozen=True):
    """A refused row; `row` counts as a spreadsheet does: the headers are row 1."""

    row: int
    cells: list[str]
    reasons: list[ImportReason]


class ContactImport(Struct, frozen=True, kw_only=True):
    """An import of customers. Until it runs the counts say what it would do, then what it did."""

    id: int
    file_name: str
    operator_name: str
    state: ImportState
    total: int
    created: int
    updated: int
    unchanged: int
    refused: int
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class ContactImportDetail(ContactImport, frozen=True, kw_only=True):
    """An import with its columns, its first rows, and the first of its refused ones."""

    encoding: str
    separator: str
    headers: list[str]
    mapping: dict[str, str]
    sample: list[list[str]]
    refusals: list[ImportRefusal]
