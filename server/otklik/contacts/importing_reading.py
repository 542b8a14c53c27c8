"""A file of customers as rows: its encoding and separator are recognised, its headers guessed. Pure.

What stands in it is hostile until it is cleaned: signs that cannot be stored go, and no cell is longer than the longest
value there may be.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from otklik.contacts.errors import BadImport
from otklik.kit.text import clean_name, clean_text

BYTES_MAX: Final = 10 * 1024 * 1024
ROWS_MAX: Final = 20_000
COLUMNS_MAX: Final = 100
CELL_MAX: Final = 5_000
_SAMPLE: Final = 20
_SEPARATORS: Final = (";", ",", "\t")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")

KNOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("номер", "number", "id", "№"),
    "name": ("имя", "фио", "клиент", "имя клиента", "контакт", "name", "full name", "customer", "contact"),
    "phone": ("телефон", "тел", "номер телефона", "мобильный", "моб", "phone", "phone number", "mobile", "tel"),
    "email": ("почта", "e mail", "email", "емейл", "эл почта", "электронная почта", "mail", "адрес почты"),
    "company": ("компания", "организация", "фирма", "company", "organization", "organisation"),
    "language": ("язык", "language", "lang", "locale"),
    "time_zone": ("часовой пояс", "time zone", "timezone"),
    "vip": ("vip", "вип"),
    "note": ("заметка", "заметки", "комментарий", "примечание", "note", "notes", "comment"),
}
"""What columns of our own are called in files, in lower case and without signs."""


csv.field_size_limit(BYTES_MAX)


class Table(Struct, frozen=True):
    """A file that was read. `rows` are as long as `headers`."""

    encoding: str
    separator: str
    headers: list[str]
    rows: list[list[str]]


def read_table(content: bytes) -> Table:
    """Return what a file holds; raises BadImport for one that is too large, has too much in it, or is no such file."""
    if len(content) > BYTES_MAX:
        raise BadImport("import_too_large", BYTES_MAX)
    encoding, text = _decode(content)
    separator = _find_separator(text)
    lines = _lines(text, separator)
    headers = [clean_name(cell, 200) for cell in next(lines, [])]
    while headers and not headers[-1]:
        headers.pop()
    if not headers:
        raise BadImport("import_empty")
    if len(headers) > COLUMNS_MAX:
        raise BadImport("import_too_wide", COLUMNS_MAX)
    rows: list[list[str]] = []
    for cells in lines:
        if len(rows) >= ROWS_MAX:
            raise BadImport("import_too_long", ROWS_MAX)
        rows.append([_clean_cell(cell) for cell in (cells + [""] * len(headers))[: len(headers)]])
    if not rows:
        raise BadImport("import_empty")
    return Table(encoding, separator, headers, rows)


def guess_columns(headers: Sequence[str], fields: Mapping[str, str]) -> dict[str, str]:
    """Return where each column belongs, by its number: `email`, or `attributes.city`; each target once.

    `fields` are the company's own by key. The number of a customer is taken only from a file that looks like our own.
    """
    targets = {_plain(name): f"attributes.{key}" for key, name in fields.items()}
    targets |= {word: target for target, words in KNOWN.items() for word in words}
    own = {"имя", "телефон", "почта", "компания"} <= {_plain(one) for one in headers} or {
        "name", "phone", "e mail", "company",
    } <= {_plain(one) for one in headers}  # fmt: skip
    guessed: dict[str, str] = {}
    for place, header in enumerate(headers):
        target = targets.get(_plain(header))
        if target is None or target in guessed.values() or (target == "number" and not own):
            continue
        guessed[str(place)] = target
    return guessed


def take_shield_off(cell: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and is_formula(cell[1:]) else cell


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet could take the cell for a formula, now or once an apostrophe is gone."""
    return cell.lstrip(" '").startswith(_FORMULA)


def _decode(content: bytes) -> tuple[str, str]:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return encoding, _try(content.removeprefix(mark), encoding)
    zeros = content[:2000:2].count(0), content[1:2000:2].count(0)
    half = max(1, min(len(content), 2000) // 2)
    if max(zeros) > half // 3 and len(content) % 2 == 0:
        encoding = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
        return encoding, _try(content, encoding)
    try:
        return "utf-8", content.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1251", _try(content, "windows-1251")


def _try(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise BadImport("import_unreadable") from None
    return text


def _find_separator(text: str) -> str:
    """Return the separator by which the first lines fall into the same number of cells, the more the better."""
    scores: list[tuple[int, int, str]] = []
    for order, separator in enumerate(_SEPARATORS):
        widths = [len(cells) for _, cells in zip(range(_SAMPLE), _lines(text[:200_000], separator), strict=False)]
        same = sum(width == widths[0] for width in widths) if widths and widths[0] > 1 else 0
        scores.append((same * (widths[0] if widths else 0), -order, separator))
    return max(scores)[2]


def _lines(text: str, separator: str) -> Iterator[list[str]]:
    """Give the lines that are not empty; raises BadImport for what is no table."""
    try:
        for cells in csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=separator):
            if any(cell.strip() for cell in cells):
                yield cells
    except csv.Error:
        raise BadImport("import_unreadable") from None


def _clean_cell(cell: str) -> str:
    return clean_text(take_shield_off(cell), CELL_MAX + 1)


def _plain(header: str) -> str:
    """Return a header in lower case, with one space for all signs between words."""
    return " ".join(re.findall(r"[\w№]+", header.lower().replace("_", " ")))
