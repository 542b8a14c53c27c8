"""Files of customers are read whatever program wrote them, and nothing hostile comes out of them."""

import csv
import io

import pytest

from otklik.contacts.attributes import Rule
from otklik.contacts.errors import BadImport
from otklik.contacts.exporting import make_harmless
from otklik.contacts.importing_reading import (
    BYTES_MAX,
    CELL_MAX,
    COLUMNS_MAX,
    ROWS_MAX,
    guess_columns,
    read_table,
    take_shield_off,
)
from otklik.contacts.importing_rows import read_row
from otklik.own_fields.kinds import Kind

RULES = {
    "age": Rule(kind=Kind.NUMBER), "since": Rule(kind=Kind.DATE), "loyal": Rule(kind=Kind.FLAG),
    "size": Rule(kind=Kind.CHOICE, choices=["S", "M"]),
    "likes": Rule(kind=Kind.CHOICES, choices=["чай", "чай, чёрный", "кофе"]), "site": Rule(kind=Kind.LINK),
}  # fmt: skip


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("windows-1251", b""), ("utf-16-le", b"\xff\xfe"),
     ("utf-16-be", b"\xfe\xff"), ("utf-16-le", b"")],
)  # fmt: skip
def test_encodings_and_separators_are_recognised(encoding: str, mark: bytes, separator: str) -> None:
    text = separator.join(("Имя", "E-mail", "Заметка")) + "\r\n"
    text += separator.join(("Вера Ильина", "vera@example.test", '"раз; два, три\r\nчетыре"')) + "\r\n\r\n"
    table = read_table(mark + text.encode(encoding))
    assert (table.encoding, table.separator) == (encoding, separator)
    assert table.headers == ["Имя", "E-mail", "Заметка"]
    assert table.rows == [["Вера Ильина", "vera@example.test", "раз; два, три\nчетыре"]]


def test_short_and_long_lines_fit_the_headers() -> None:
    assert read_table("имя,почта,\nВера\nАнна,a@b.test,x,y\n".encode()).rows == [["Вера", ""], ["Анна", "a@b.test"]]


def test_one_column_is_a_table_too() -> None:
    assert read_table("Почта\na@b.test\n".encode()).rows == [["a@b.test"]]


def test_hostile_text_is_cleaned() -> None:
    [row] = read_table("имя,компания\n\u202eВе\u0000ра\u0007 😀,a\u0000b\n".encode()).rows
    read = read_row(row, {"0": "name", "1": "company"}, {})
    assert read.values == {"name": "Вера 😀", "company": "ab"}
    [long] = read_table(f"имя\n{'я' * 300_000}\n".encode()).rows
    assert len(long[0]) == CELL_MAX + 1
    assert [one.code for one in read_row(long, {"0": "name"}, {}).errors] == ["too_long"]


BAD = [
    (b"", "import_empty"), ("имя\n".encode(), "import_empty"), (b"\n\n", "import_empty"),
    (b"x" * (BYTES_MAX + 1), "import_too_large"), (b"\xff\xfea", "import_unreadable"),
    (b"\xef\xbb\xbf\xff\xff", "import_unreadable"), (b"a\n" + b"b\n" * (ROWS_MAX + 1), "import_too_long"),
    (b",".join([b"a"] * (COLUMNS_MAX + 1)) + b"\nx\n", "import_too_wide"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "code"), BAD)
def test_what_cannot_be_taken_is_named(content: bytes, code: str) -> None:
    with pytest.raises(BadImport) as caught:
        read_table(content)
    assert caught.value.slug == code


def test_as_many_rows_as_there_may_be_are_read() -> None:
    assert len(read_table(b"a\n" + b"b\n" * ROWS_MAX).rows) == ROWS_MAX


def test_headers_are_guessed_in_both_languages() -> None:
    fields = {"city": "Город"}
    assert guess_columns(["ФИО", "Тел.", "Эл. почта", "ГОРОД", "Что-то", "Имя"], fields) == {
        "0": "name", "1": "phone", "2": "email", "3": "attributes.city",
    }  # fmt: skip
    assert guess_columns(["Number", "E-Mail", "Phone_Number", "Company"], {}) == {
        "1": "email", "2": "phone", "3": "company",
    }  # fmt: skip
    assert guess_columns(["Номер", "Имя", "Телефон", "Почта", "Компания"], {})["0"] == "number"


def test_cells_are_read_by_the_kind_of_their_field() -> None:
    mapping = {str(place): f"attributes.{key}" for place, key in enumerate(RULES)} | {"6": "phone"}
    good = ["1 234,5", "31.12.2026", "Да", "M", "чай, чёрный, кофе", "https://a.test", "8 (900) 000-00-00"]
    row = read_row(good, mapping, RULES)
    assert row.errors == []
    assert row.attributes == {
        "age": 1234.5, "since": "2026-12-31", "loyal": True, "size": "M", "likes": ["чай, чёрный", "кофе"],
        "site": "https://a.test",
    }  # fmt: skip
    assert row.values == {"phone": "+79000000000"}
    bad = ["много", "31.02.2026", "может", "XL", "чай, вода", "javascript:x", "звоните"]
    assert {one.code for one in read_row(bad, mapping, RULES).errors} == {
        "not_number", "bad_date", "not_flag", "bad_choice", "bad_url", "bad_phone",
    }  # fmt: skip


@pytest.mark.parametrize("cell", ["чай," * 1200, "чай;чай", "чайник", "чай, чёрныйX"])
def test_a_list_of_choices_names_each_once_and_whole(cell: str) -> None:
    assert [one.code for one in read_row([cell], {"0": "attributes.likes"}, RULES).errors] == ["bad_choice"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+79000000000", "-x", "@x", "'=x", "''@y", " =x", "'", "'просто", "\t=x", "a'b"]
)
def test_what_the_export_shields_comes_back_as_it_was(text: str) -> None:
    shielded = make_harmless(text)
    assert not shielded.lstrip(" ").startswith(("=", "+", "-", "@", "\t"))
    assert take_shield_off(shielded) == text
    written = io.StringIO()
    csv.writer(written).writerow([shielded])
    assert read_table(b"a\n" + written.getvalue().encode()).rows[0][0].strip() == text.strip()
