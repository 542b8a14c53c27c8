"""Finding people by the beginning of a first or last name, an address or a number.

Each branch of the query walks one index of its own. The conditions are plain comparisons of stored columns: under row
security the database may not use an index for a condition whose function could leak a row, and `lower` and `like`
are such functions, `>=` and `<` are not.
"""

from typing import Any, LiteralString

from msgspec import Struct

from otklik.infra.db import Tx
from otklik.kit.text import clean_name

_WORDS_MAX = 200
_PHONE_MIN = 4
_RUSSIAN_DIGITS = 11
_LOOKED_AT = 1000
_AFTER_ALL = 2**63 - 1
_LAST_SIGN = "\U0010ffff"
"""Sorts after every sign in the order of bytes that the searched columns have."""


class Search(Struct, frozen=True, kw_only=True):
    """What to look for: the words as typed, in lower case, and as the beginning of a phone number or nothing.

    Of several words the first may be the last name, and the rest the beginning of the whole: `surname`, `given`.
    """

    words: str
    start: str
    surname: str
    given: str
    username: str
    phone: str


def make_search(typed: str) -> Search:
    """Prepare what a person typed."""
    words = clean_name(typed, _WORDS_MAX)
    start = words.lower()
    surname, _, given = start.partition(" ")
    if not given:
        surname = ""
    return Search(
        words=words, start=start, surname=surname, given=given, username=start.removeprefix("@"),
        phone=_begin_phone(words),
    )  # fmt: skip


def _begin_phone(words: str) -> str:
    """Return the beginning of a number as it is stored; a Russian one may be typed with 8 in front."""
    digits = "".join(letter for letter in words if letter.isascii() and letter.isdecimal())
    if len(digits) < _PHONE_MIN or any(letter.isalpha() for letter in words):
        return ""
    if digits.startswith("8") and not words.startswith("+") and len(digits) <= _RUSSIAN_DIGITS:
        return f"+7{digits[1:]}"
    return f"+{digits}"


async def find_contact_ids(tx: Tx, search: Search, *, before: int | None = None, limit: int) -> list[int]:
    """Return people who fit, the newest first and older than `before`; nobody for no words.

    A beginning that fits more than a thousand people in one field is too short to choose by: the first thousand of the
    alphabet are looked at.
    """
    if not search.words:
        return []
    paging = {"before": before if before is not None else _AFTER_ALL, "cap": _LOOKED_AT, "limit": limit}
    rows = await tx.rows(_FIND, _params(tx, search) | paging)
    return [row[0] for row in rows]


def _params(tx: Tx, search: Search) -> dict[str, Any]:
    return {
        "workspace": tx.workspace_id, "words": search.words,
        "start": search.start, "end": search.start + _LAST_SIGN,
        "surname": search.surname, "given": search.given, "given_end": search.given + _LAST_SIGN,
        "username": search.username, "username_end": search.username + _LAST_SIGN,
        "phone": search.phone, "phone_end": search.phone + _LAST_SIGN,
    }  # fmt: skip


def _among(table: LiteralString, owner: LiteralString, key: LiteralString, condition: LiteralString) -> LiteralString:
    """Look at the first in the order of the index, so that the same people are looked at however it is walked."""
    return f"""
    (select {owner} from {table}
     where workspace_id = %(workspace)s and {condition} and {owner} < %(before)s order by {key} limit %(cap)s)"""  # noqa: S608 - literals


_NAME: LiteralString = "name_key <> '' and name_key >= %(start)s and name_key < %(end)s"
_LAST_NAME: LiteralString = "last_key <> '' and last_key >= %(start)s and last_key < %(end)s"
_LAST_AND_FIRST: LiteralString = """last_key <> '' and last_key = %(surname)s
           and name_key >= %(given)s and name_key < %(given_end)s"""
_EMAIL: LiteralString = "email_key <> '' and email_key >= %(start)s and email_key < %(end)s"
_PHONE: LiteralString = "phone <> '' and %(phone)s <> '' and phone >= %(phone)s and phone < %(phone_end)s"
_USERNAME: LiteralString = """username_key <> '' and %(username)s <> ''
           and username_key >= %(username)s and username_key < %(username_end)s"""
_BRANCHES: tuple[LiteralString, ...] = (
    _among("contact", "id", "name_key", _NAME),
    _among("contact", "id", "last_key", _LAST_NAME),
    _among("contact", "id", "last_key", _LAST_AND_FIRST),
    _among("contact", "id", "email_key", _EMAIL),
    _among("contact", "id", "phone", _PHONE),
    _among("identity", "contact_id", "name_key", _NAME),
    _among("identity", "contact_id", "username_key", _USERNAME),
    _among("identity", "contact_id", "email_key", _EMAIL),
    _among("identity", "contact_id", "phone", _PHONE),
)
_UNION: LiteralString = " union "
_FIND: LiteralString = f"""
select found.id from ({_UNION.join(_BRANCHES)} union
    (select i.contact_id from inbox b join identity i on i.inbox_id = b.id and i.external_id = %(words)s
     where b.workspace_id = %(workspace)s and i.contact_id < %(before)s)
) found cross join lateral (
    select from contact where id = found.id and merged_into is null and workspace_id = %(workspace)s offset 0) living
order by found.id desc limit %(limit)s
"""  # noqa: S608 - made of the literals above; values travel as parameters
# `offset 0` keeps the planner from joining all people with those found: it cannot know that the words fit few.
