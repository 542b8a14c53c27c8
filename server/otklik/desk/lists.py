"""The views of the list, each walked along the index made for it.

Open conversations come in two phases: those whose customer waits, longest first, then the answered ones, newest
first. A cursor names the phase and the place in it, so nothing that stands still is shown twice or left out while
others move. Spam is resolved, and stands in a view of its own and among all. The conditions repeat those of the partial
indexes word for word. A filter adds its conditions to the phases of its view, and gives up after some seconds instead
of looking for ever.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Literal, LiteralString

from msgspec import Struct
from psycopg.errors import QueryCanceled

from otklik.access.schemas_lists import GroupName
from otklik.desk.filters.conditions import Filter
from otklik.desk.filters.errors import SlowFilter
from otklik.desk.finding import LARGEST_DIGITS, find_by_words
from otklik.infra.db import Tx
from otklik.kit.errors import Invalid, NotFound
from otklik.kit.pagination import Page, decode_cursor, encode_cursor

_TEAM_PREFIX = "team:"
_PATIENCE: LiteralString = "set local statement_timeout = '4s'"
_USUAL: LiteralString = "set local statement_timeout = '30s'"

Sort = Literal["", "waiting", "newest", "oldest", "created", "priority"]


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
_TIMED = Phase(
    "status = 'snoozed' and snoozed_until is not null", "snoozed_until", "(snoozed_until, id) > (%(at)s, %(id)s)",
    "snoozed_until, id",
)  # fmt: skip
_NOT_WAITING: LiteralString = "(status <> 'open' or waiting_since is null)"


def _newest(where: LiteralString) -> Phase:
    return Phase(where, _ANSWERED.at, _ANSWERED.after, _ANSWERED.order)


def _begun(where: LiteralString) -> Phase:
    return Phase(where, "created_at", "(created_at, id) < (%(at)s, %(id)s)", "created_at desc, id desc")


def _oldest(where: LiteralString) -> Phase:
    return Phase(where, "last_message_at", "(last_message_at, id) > (%(at)s, %(id)s)", "last_message_at, id")


class View(Struct, frozen=True):
    """A view: its phases, whose conversations, and, for `is null`, the column that must lead the order."""

    phases: tuple[Phase, ...]
    scope: LiteralString = "true"
    lead: LiteralString = ""


_OPEN = (_WAITING, _ANSWERED)
_SNOOZED = (_TIMED, _newest("status = 'snoozed' and snoozed_until is null"))
_RESOLVED = (_newest("status = 'resolved' and not spam"),)
_FAILED = (_newest("failed_count > 0 and not spam"),)
_ALL = (_newest("true"),)
_SPAM = (_newest("spam"),)
_DRAFTED: LiteralString = """id in (select d.conversation_id from draft d
    where d.workspace_id = %(workspace)s and d.operator_id = %(operator)s and d.filled)"""
_MENTIONED: LiteralString = """id in (select m.conversation_id from mention n
    join message m on m.id = n.message_id and m.deleted_at is null
    where n.workspace_id = %(workspace)s and n.operator_id = %(operator)s
          and (not n.seen or n.at > now() - interval '30 days'))"""
_UNASSIGNED: LiteralString = """assignee_id is null
    and (cardinality(%(teams)s::bigint[]) = 0 or team_id is null or team_id = any(%(teams)s))"""
"""Of whoever belongs to teams: what no team has, and what theirs have; of all others, everything nobody holds."""
_VIEWS: dict[str, View] = {
    "mine": View(_OPEN, "assignee_id = %(operator)s"),
    "unassigned": View(_OPEN, _UNASSIGNED, "assignee_id, "),
    "waiting": View((_WAITING,)),
    "open": View(_OPEN),
    "snoozed": View(_SNOOZED),
    "resolved": View(_RESOLVED),
    "failed": View(_FAILED),
    "spam": View(_SPAM),
    "all": View(_ALL),
    "drafts": View((_newest(_DRAFTED),)),
    "mentions": View((_newest(_MENTIONED),)),
}
_TEAM_VIEW = View(_OPEN, "team_id = %(team)s")
_DEMANDED: tuple[tuple[str, tuple[Phase, ...]], ...] = (
    ("waiting", (_WAITING,)), ("open", _OPEN), ("snoozed", _SNOOZED), ("resolved", _RESOLVED), ("spam", _SPAM),
    ("failed", _FAILED),
)  # fmt: skip
_RANKS: tuple[LiteralString, ...] = ("priority = 2", "priority = 1", "priority = 0", "priority = -1")


class Wanted(Struct, frozen=True, kw_only=True):
    """What a list is asked for. `view` is one of the names above or `team:7`; `query` a name, address or number.

    `team_ids` are those of the operator: whose unassigned are theirs to take. With `group` it comes by groups, without
    those whose keys are `folded`.
    """

    view: str
    operator_id: int
    team_ids: tuple[int, ...] = ()
    inbox_id: int | None = None
    query: str = ""
    filter: Filter | None = None
    sort: Sort = ""
    group: GroupName | None = None
    folded: frozenset[str] = frozenset()
    columns: tuple[str, ...] = ()
    cursor: str | None = None
    limit: int = 50


class _Place(Struct, frozen=True):
    id: int
    at: datetime


async def list_ids(tx: Tx, wanted: Wanted) -> Page[int]:
    """Return a page of conversation ids.

    Raises Invalid for an unknown view or a cursor of another list, SlowFilter for a filter that fits too little.
    """
    view, params = choose_view(wanted), await all_params(tx, wanted)
    more = wanted.filter.where if wanted.filter else ""
    start = decode_cursor(wanted.cursor, ListCursor) if wanted.cursor else None
    if start is not None and not 0 <= start.phase < len(view.phases):
        raise Invalid("this cursor does not fit this list", code="bad_cursor")
    places: list[tuple[int, _Place]] = []
    async with patience(tx, needed=wanted.filter is not None or wanted.sort != ""):
        for number in range(start.phase if start else 0, len(view.phases)):
            here = start if start is not None and start.phase == number else None
            room = wanted.limit + 1 - len(places)
            full = params | place_params(here.at if here else None, here.id if here else None, room)
            rows = await tx.fetch(_Place, statement(view, number, full, more), full)
            places += [(number, row) for row in rows]
            if len(places) > wanted.limit:
                break
    return _make_page(places, wanted.limit)


async def match_ids(tx: Tx, wanted: Wanted, ids: Sequence[int]) -> list[int]:
    """Return those of some conversations that the list holds; in no order."""
    view, params = choose_view(wanted), await all_params(tx, wanted)
    query: LiteralString = (
        "select id from conversation"  # noqa: S608 - made of the literals above; values travel as parameters
        " where workspace_id = %(workspace)s and id = any(%(asked)s) and " + holds(view)
    )
    query += narrow(params, wanted.filter.where if wanted.filter else "")
    return [row[0] for row in await tx.rows(query, params | {"asked": list(ids)})]


async def count_up_to(tx: Tx, wanted: Wanted, cap: int) -> int:
    """Count what the list holds, at most to `cap`; raises SlowFilter."""
    return len(await list_all_ids(tx, wanted, cap))


async def list_all_ids(tx: Tx, wanted: Wanted, cap: int) -> list[int]:
    """Return every conversation of the list, at most `cap`, in no order; raises SlowFilter."""
    view, params = choose_view(wanted), await all_params(tx, wanted)
    query: LiteralString = (
        "select id from conversation where workspace_id = %(workspace)s and " + holds(view)  # noqa: S608 - literals
    )
    query += narrow(params, wanted.filter.where if wanted.filter else "") + " limit %(cap)s"
    async with patience(tx, needed=True):
        return [row[0] for row in await tx.rows(query, params | {"cap": cap})]


def holds(view: View) -> LiteralString:
    """Return the condition of everything in a view."""
    either: LiteralString = " or "
    return view.scope + " and (" + either.join(["(" + phase.where + ")" for phase in view.phases]) + ")"


@asynccontextmanager
async def patience(tx: Tx, *, needed: bool) -> AsyncIterator[None]:
    """Let what is asked inside take some seconds and no more; raises SlowFilter."""
    if not needed:
        yield
        return
    await tx.execute(_PATIENCE)
    try:
        yield
    except QueryCanceled:
        raise SlowFilter("this filter takes too long; narrow it by a state, a team or a time") from None
    await tx.execute(_USUAL)


def _make_page(places: Sequence[tuple[int, _Place]], limit: int) -> Page[int]:
    shown = places[:limit]
    if len(places) <= limit:
        return Page([place.id for _, place in shown])
    number, last = shown[-1]
    return Page([place.id for _, place in shown], encode_cursor(ListCursor(number, last.at, last.id)))


def statement(view: View, number: int, params: dict[str, Any], more: LiteralString = "") -> LiteralString:
    """Return the query of one phase; filters that are not asked for are not in it."""
    phase = view.phases[number]
    query: LiteralString = (
        "select id, " + phase.at  # noqa: S608 - made of the literals above; values travel as parameters
        + " as at from conversation where workspace_id = %(workspace)s and "
        + view.scope + " and " + phase.where
    )  # fmt: skip
    if params.get("at") is not None:
        query += " and " + phase.after
    return query + narrow(params, more) + " order by " + view.lead + phase.order + " limit %(limit)s"


def narrow(params: dict[str, Any], more: LiteralString) -> LiteralString:
    """Return the further conditions of a list, beginning with `and`; empty for none."""
    query: LiteralString = ""
    if params.get("inbox") is not None:
        query += " and %(inbox)s = any(inbox_ids)"
    if "found" in params:
        query += " and id = any(%(found)s)"
    return query + (" and " + more if more else "")


def find_view(name: str) -> View:
    """Return a view by its name on the wire; raises Invalid."""
    if name.startswith(_TEAM_PREFIX):
        return _TEAM_VIEW
    view = _VIEWS.get(name)
    if view is None:
        raise Invalid("there is no such view", code="no_such_view")
    return view


def choose_view(wanted: Wanted) -> View:
    """Return the view as it is walked for a filter and an order."""
    view = find_view(wanted.view)
    if wanted.filter is not None:
        view = _fit_filter(view, wanted.filter)
    match wanted.sort:
        case "newest":
            return View((_newest(_whole(view)),), view.scope)
        case "oldest":
            return View((_oldest(_whole(view)),), view.scope)
        case "created":
            return View((_begun(_whole(view)),), view.scope)
        case "waiting" if view.phases[0] is not _WAITING:
            return View((_also(_WAITING, _whole(view)), _newest(_NOT_WAITING + " and " + _whole(view))), view.scope)
        case "priority":
            return View(tuple(_also(phase, rank) for rank in _RANKS for phase in view.phases), view.scope, view.lead)
        case _:
            return view


def _whole(view: View) -> LiteralString:
    if view.phases == _OPEN:
        return "status = 'open'"
    either: LiteralString = " or "
    return "(" + either.join([phase.where for phase in view.phases]) + ")"


def _also(phase: Phase, where: LiteralString) -> Phase:
    return Phase(phase.where + " and " + where, phase.at, phase.after, phase.order)


def _fit_filter(view: View, asked: Filter) -> View:
    """Take the state from the filter when it names one: `is:closed` typed in "mine" means my closed ones.

    A filter that demands a state walks the index of that state; one that only mentions some walks them all.
    """
    phases = view.phases
    if asked.names_status or phases is _ALL:
        phases = next((found for flag, found in _DEMANDED if asked.demands(flag)), _ALL)
    lead = view.lead
    if view.scope == "true" and asked.demands_nobody and phases in (_OPEN, (_WAITING,)):
        lead = "assignee_id, "
    return View(phases, view.scope, lead)


async def all_params(tx: Tx, wanted: Wanted) -> dict[str, Any]:
    """Return the values of everything a list is narrowed by, except a place in it."""
    params = _params(tx, wanted)
    if wanted.query:
        params["found"] = await find_by_words(tx, wanted.query)
    return params | dict(wanted.filter.params if wanted.filter else {})


def _params(tx: Tx, wanted: Wanted) -> dict[str, Any]:
    team = wanted.view.removeprefix(_TEAM_PREFIX) if wanted.view.startswith(_TEAM_PREFIX) else "0"
    if not (team.isascii() and team.isdecimal() and len(team) <= LARGEST_DIGITS):
        raise NotFound("no such team", code="team_not_found")
    return {
        "workspace": tx.workspace_id, "operator": wanted.operator_id, "team": int(team), "inbox": wanted.inbox_id,
        "teams": list(wanted.team_ids),
    }  # fmt: skip


def place_params(at: datetime | None, after_id: int | None, limit: int) -> dict[str, Any]:
    """Return the values of a place in a phase; None for its beginning."""
    return {"at": at, "id": after_id, "limit": limit}
