"""The views of the list, each walked along the index made for it.

Open conversations come in two phases: those whose customer waits, longest first, then the answered ones, newest
first. A cursor names the phase and the place in it, so nothing that stands still is shown twice or left out while
others move. The conditions repeat those of the partial indexes word for word.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString

from msgspec import Struct

from otklik.contacts.searching import find_contact_ids, make_search
from otklik.infra.db import Tx
from otklik.kit.errors import Invalid, NotFound
from otklik.kit.pagination import Page, decode_cursor, encode_cursor

_TEAM_PREFIX = "team:"
_PEOPLE_MAX = 200
_LARGEST_DIGITS = 18


class ListCursor(Struct, frozen=True, array_like=True):
    """A place in a view: the phase, the instant it is ordered by, the conversation."""

    phase: int
    at: datetime
    id: int


class Phase(Struct, frozen=True):
    """One stretch of a view: which conversations, by what instant they are ordered, how one goes on after a place."""

    where: LiteralString
    at: LiteralString
    after: LiteralString
    order: LiteralString


_WAITING = Phase(
    "status = 'open' and waiting_since is not null", "waiting_since",
    "(waiting_since, id) > (%(at)s, %(id)s)", "waiting_since, id",
)  # fmt: skip
_ANSWERED = Phase(
    "status = 'open' and waiting_since is null", "last_message_at",
    "(last_message_at, id) < (%(at)s, %(id)s)", "last_message_at desc, id desc",
)  # fmt: skip
_SNOOZED = Phase("status = 'snoozed'", "snoozed_until", "(snoozed_until, id) > (%(at)s, %(id)s)", "snoozed_until, id")


def _newest(where: LiteralString) -> Phase:
    return Phase(where, _ANSWERED.at, _ANSWERED.after, _ANSWERED.order)


class View(Struct, frozen=True):
    """A view: its phases, whose conversations, and, for `is null`, the column that must lead the order."""

    phases: tuple[Phase, ...]
    scope: LiteralString = "true"
    lead: LiteralString = ""


_OPEN = (_WAITING, _ANSWERED)
_DRAFTED: LiteralString = """id in (select d.conversation_id from draft d
    where d.workspace_id = %(workspace)s and d.operator_id = %(operator)s and d.filled)"""
_VIEWS: dict[str, View] = {
    "mine": View(_OPEN, "assignee_id = %(operator)s"),
    "unassigned": View(_OPEN, "assignee_id is null", "assignee_id, "),
    "waiting": View((_WAITING,)),
    "open": View(_OPEN),
    "snoozed": View((_SNOOZED,)),
    "resolved": View((_newest("status = 'resolved'"),)),
    "failed": View((_newest("failed_count > 0"),)),
    "drafts": View((_newest(_DRAFTED),)),
    "all": View((_newest("true"),)),
}
_TEAM_VIEW = View(_OPEN, "team_id = %(team)s")


class Wanted(Struct, frozen=True, kw_only=True):
    """What a list is asked for. `view` is one of the names above or `team:7`; `query` a name, address or number."""

    view: str
    operator_id: int
    inbox_id: int | None = None
    query: str = ""
    cursor: str | None = None
    limit: int = 50


class _Place(Struct, frozen=True):
    id: int
    at: datetime


async def list_ids(tx: Tx, wanted: Wanted) -> Page[int]:
    """Return a page of conversation ids; raises Invalid for an unknown view or a cursor of another list."""
    view, params = find_view(wanted.view), _params(tx, wanted)
    start = decode_cursor(wanted.cursor, ListCursor) if wanted.cursor else None
    if start is not None and not 0 <= start.phase < len(view.phases):
        raise Invalid("this cursor does not fit this list", code="bad_cursor")
    if wanted.query:
        params["found"] = await find_by_words(tx, wanted.query)
    places: list[tuple[int, _Place]] = []
    for number in range(start.phase if start else 0, len(view.phases)):
        here = start if start is not None and start.phase == number else None
        rows = await _walk(tx, view, number, params | _place_params(here, wanted.limit + 1 - len(places)))
        places += [(number, row) for row in rows]
        if len(places) > wanted.limit:
            break
    return _make_page(places, wanted.limit)


def _make_page(places: Sequence[tuple[int, _Place]], limit: int) -> Page[int]:
    shown = places[:limit]
    if len(places) <= limit:
        return Page([place.id for _, place in shown])
    number, last = shown[-1]
    return Page([place.id for _, place in shown], encode_cursor(ListCursor(number, last.at, last.id)))


async def _walk(tx: Tx, view: View, number: int, params: dict[str, Any]) -> list[_Place]:
    return await tx.fetch(_Place, statement(view, number, params), params)


def statement(view: View, number: int, params: dict[str, Any]) -> LiteralString:
    """Return the query of one phase; filters that are not asked for are not in it."""
    phase = view.phases[number]
    query: LiteralString = (
        "select id, " + phase.at  # noqa: S608 - made of the literals above; values travel as parameters
        + " as at from conversation where workspace_id = %(workspace)s and "
        + view.scope + " and " + phase.where
    )  # fmt: skip
    if params.get("at") is not None:
        query += " and " + phase.after
    if params.get("inbox") is not None:
        query += " and %(inbox)s = any(inbox_ids)"
    if "found" in params:
        query += " and id = any(%(found)s)"
    return query + " order by " + view.lead + phase.order + " limit %(limit)s"


def find_view(name: str) -> View:
    """Return a view by its name on the wire; raises Invalid."""
    if name.startswith(_TEAM_PREFIX):
        return _TEAM_VIEW
    view = _VIEWS.get(name)
    if view is None:
        raise Invalid("there is no such view", code="no_such_view")
    return view


def _params(tx: Tx, wanted: Wanted) -> dict[str, Any]:
    team = wanted.view.removeprefix(_TEAM_PREFIX) if wanted.view.startswith(_TEAM_PREFIX) else "0"
    if not (team.isascii() and team.isdecimal() and len(team) <= _LARGEST_DIGITS):
        raise NotFound("no such team", code="team_not_found")
    return {
        "workspace": tx.workspace_id, "operator": wanted.operator_id, "team": int(team), "inbox": wanted.inbox_id,
    }  # fmt: skip


def _place_params(start: ListCursor | None, limit: int) -> dict[str, Any]:
    return {"at": start.at if start else None, "id": start.id if start else None, "limit": limit}


async def find_by_words(tx: Tx, words: str) -> list[int]:
    """Return conversations by their number, or by a name, an address or a phone of their contact that so begins."""
    number = words.strip().lstrip("№#").strip()
    people = await find_contact_ids(tx, make_search(words), limit=_PEOPLE_MAX)
    rows = await tx.rows(
        """select id from conversation where id = %(number)s and workspace_id = %(workspace)s
           union
           select id from conversation where contact_id = any(%(people)s) and workspace_id = %(workspace)s""",
        {
            "workspace": tx.workspace_id, "people": people,
            "number": int(number) if number.isascii() and number.isdecimal() and len(number) <= _LARGEST_DIGITS else 0,
        },
    )  # fmt: skip
    return [row[0] for row in rows]
