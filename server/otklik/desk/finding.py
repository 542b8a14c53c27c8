"""Conversations by what a person types without saying what it is: a name, an address, a number."""

from otklik.contacts.searching import find_contact_ids, make_search
from otklik.infra.db import Tx

PEOPLE_MAX = 200
LARGEST_DIGITS = 18


async def find_by_words(tx: Tx, words: str) -> list[int]:
    """Return conversations by their number, or by a name, an address or a phone of their contact that so begins."""
    number = words.strip().lstrip("№#").strip()
    people = await find_contact_ids(tx, make_search(words), limit=PEOPLE_MAX)
    rows = await tx.rows(
        """select id from conversation where id = %(number)s and workspace_id = %(workspace)s
           union
           select id from conversation where contact_id = any(%(people)s) and workspace_id = %(workspace)s""",
        {
            "workspace": tx.workspace_id, "people": people,
            "number": int(number) if number.isascii() and number.isdecimal() and len(number) <= LARGEST_DIGITS else 0,
        },
    )  # fmt: skip
    return [row[0] for row in rows]
