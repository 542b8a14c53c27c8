"""Prepared answers as a file: CSV for spreadsheets, JSON for programs; what cannot be read in is named, not dropped."""

import csv
import io
from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct, field

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.canned_responses.checking import Draft
from otklik.canned_responses.errors import ShortcutTaken, TooManyResponses
from otklik.canned_responses.records import ResponseRow
from otklik.canned_responses.schemas import (
    FOLDER_MAX,
    SHORTCUT_MAX,
    TEXT_MAX,
    TITLE_MAX,
    VARIANTS_MAX,
    ImportFault,
    ImportInput,
    ImportResult,
    Scope,
    Variant,
)
from otklik.canned_responses.service import add_draft, announce, list_whole
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid
from otklik.messaging.keyboards import Buttons, finish

ENTRIES_MAX = 500
_COLUMNS = ("title", "shortcut", "folder", "language", "text")
_FORMULA = ("=", "+", "-", "@", "\t")
_MARK = "\ufeff"


class Entry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One prepared answer of a file; the first language is the default one."""

    title: str
    variants: dict[str, str]
    shortcut: str = ""
    folder: str = ""
    buttons: Buttons = ()


class _File(Struct, frozen=True):
    canned_responses: list[Entry] = field(default_factory=list)


async def export_responses(tx: Tx, actor: Actor, scope: Scope, kind: str) -> str:
    """Return everything of this scope that the actor sees, as the text of a file."""
    rows = await list_whole(tx, actor)
    entries = [_entry(row) for row in rows if row.scope == scope]
    if kind == "json":
        return msgspec.json.format(msgspec.json.encode(_File(entries)), indent=2).decode()
    return _write_csv(entries)


async def import_responses(tx: Tx, actor: Actor, data: ImportInput) -> ImportResult:
    """Add what a file holds; an entry that is wrong or whose shortcut is taken is left out and named."""
    entries = _read_csv(data.content) if data.format == "csv" else _read_json(data.content)
    if len(entries) > ENTRIES_MAX:
        raise _unreadable(f"at most {ENTRIES_MAX} entries at once", "too_many")
    created, skipped = [], []
    for number, entry in enumerate(entries, 1):
        try:
            created.append(await add_draft(tx, actor, _draft(entry, data)))
        except (Invalid, ShortcutTaken, TooManyResponses) as error:
            words = error.errors[0].message if isinstance(error, Invalid) and error.errors else error.detail
            code = error.errors[0].code if isinstance(error, Invalid) and error.errors else error.slug
            skipped.append(ImportFault(entry=number, title=entry.title[:TITLE_MAX], code=code, message=words))
    if created:
        await announce(tx, created[-1])
        await write_audit(tx, actor, "canned_response.imported", detail={"count": len(created), "scope": data.scope})
    return ImportResult(created=len(created), skipped=skipped)


def _entry(row: ResponseRow) -> Entry:
    order = [row.default_language, *(one for one in row.languages if one != row.default_language)]
    texts = {language: row.variants[language] for language in order}
    return Entry(title=row.title, shortcut=row.shortcut, folder=row.folder, variants=texts, buttons=finish(row.buttons))


def _draft(entry: Entry, data: ImportInput) -> Draft:
    """Return what to make; raises Invalid for what is too long, as the API does for a single one."""
    sizes = (
        ("title", entry.title, TITLE_MAX), ("shortcut", entry.shortcut, SHORTCUT_MAX),
        ("folder", entry.folder, FOLDER_MAX), *(("text", text, TEXT_MAX) for text in entry.variants.values()),
    )  # fmt: skip
    errors = [
        FieldError(name, "too_long", f"at most {most} characters") for name, text, most in sizes if len(text) > most
    ]
    if not entry.variants:
        errors.append(FieldError("text", "empty", "must not be empty"))
    if len(entry.variants) > VARIANTS_MAX:
        errors.append(FieldError("variants", "too_many", f"at most {VARIANTS_MAX} languages"))
    if errors:
        raise Invalid("some fields are wrong", errors=tuple(errors))
    variants = [Variant(language=language, text=text) for language, text in entry.variants.items()]
    return Draft(
        scope=data.scope, team_id=data.team_id, folder=entry.folder, shortcut=entry.shortcut, title=entry.title,
        variants=variants, buttons=entry.buttons,
    )  # fmt: skip


def _write_csv(entries: Iterable[Entry]) -> str:
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(_COLUMNS)
    for entry in entries:
        for language, text in entry.variants.items():
            cells = (entry.title, entry.shortcut, entry.folder, language, text)
            writer.writerow([_shield(cell) for cell in cells])
    return _MARK + target.getvalue()


def _shield(cell: str) -> str:
    """Keep a spreadsheet from running a text as a formula; reading takes the apostrophe away again."""
    return f"'{cell}" if cell.startswith((*_FORMULA, "'")) else cell


def _read_csv(content: str) -> list[Entry]:
    """Read rows of one language each; rows that follow one another with the same title and shortcut are one entry."""
    text = content.removeprefix(_MARK)
    head = text.split("\n", 1)[0]
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ","))
    except csv.Error:
        raise _unreadable("the file is not proper CSV") from None
    names = [name.strip().lower() for name in rows[0]] if rows else []
    if "title" not in names or "text" not in names:
        raise _unreadable(f"the first line must name the columns {', '.join(_COLUMNS)}")
    return _join([_name_cells(names, row) for row in rows[1:] if any(cell.strip() for cell in row)])


def _name_cells(names: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    cells = {name: cell.removeprefix("'") for name, cell in zip(names, row, strict=False)}
    return {name: cells.get(name, "") for name in _COLUMNS}


def _join(rows: Iterable[dict[str, str]]) -> list[Entry]:
    entries: list[Entry] = []
    for row in rows:
        place = (row["title"], row["shortcut"], row["folder"])
        language = row["language"].strip() or "ru"
        last = entries[-1] if entries else None
        if last and (last.title, last.shortcut, last.folder) == place and language not in last.variants:
            last.variants[language] = row["text"]
        else:
            variants = {language: row["text"]}
            entries.append(Entry(title=place[0], shortcut=place[1], folder=place[2], variants=variants))
    return entries


def _read_json(content: str) -> list[Entry]:
    try:
        return msgspec.json.decode(content.removeprefix(_MARK), type=_File).canned_responses
    except (msgspec.DecodeError, RecursionError):
        raise _unreadable("the file is not what the export writes") from None


def _unreadable(words: str, code: str = "unreadable_file") -> Invalid:
    return Invalid("some fields are wrong", errors=(FieldError("content", code, words),))
