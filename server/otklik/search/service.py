"""The verbs of search: look through everything, and look through one conversation."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

from msgspec import Struct
from psycopg.errors import QueryCanceled

from otklik.access.actor import Actor
from otklik.access.permissions import Permission
from otklik.contacts.service import list_contacts
from otklik.conversations.errors import NoSuchConversation
from otklik.infra.db import Tx
from otklik.kit.clock import utc_now
from otklik.kit.errors import Invalid
from otklik.kit.pagination import decode_cursor, encode_cursor
from otklik.search import repository
from otklik.search.asking import Question, list_questions
from otklik.search.errors import SearchTookTooLong
from otklik.search.records import FoundPlace, Place
from otklik.search.repository import Reach
from otklik.search.room import Search
from otklik.search.schemas import ContactHit, Found, FoundInConversation, FoundSeq, Kind, MessageHit
from otklik.search.snippets import show_hits
from otklik.search.windows import Scope, make_query, make_windows

COUNT_MAX = 1000
IN_CONVERSATION_MAX = 5000
_FEW = 5
T = TypeVar("T")


class SearchCursor(Struct, frozen=True, array_like=True):
    """A place in the walk, and which kind is walked."""

    kind: str
    at: datetime
    id: int


class Wanted(Struct, frozen=True, kw_only=True):
    """What is asked for. `author` is `contact`, `bot` or an operator's id; times bound when it was written."""

    words: str
    kind: Kind = "all"
    inbox_id: int | None = None
    channel: str = ""
    author: str = ""
    since: datetime | None = None
    until: datetime | None = None
    cursor: str | None = None
    limit: int = 20


class _Walked(Struct, frozen=True):
    places: list[Place]
    total: int
    corrected: str | None = None
    question: Question | None = None


async def find_everything(search: Search, actor: Actor, wanted: Wanted) -> Found:
    """Search people, messages and files; of all kinds at once a few of each, of one kind a page."""
    actor.check(Permission.CONVERSATIONS_VIEW)
    messages = await _find_messages(search, actor, wanted, "messages")
    files = await _find_messages(search, actor, wanted, "files")
    contacts = await _find_contacts(search, actor, wanted)
    walked = {"messages": messages, "files": files}
    totals = {kind: min(one[0].total, COUNT_MAX) for kind, one in walked.items()}
    page = {"messages": messages, "files": files}.get(wanted.kind)
    return Found(
        contacts=contacts[: wanted.limit], messages=messages[1], files=files[1],
        totals={**totals, "contacts": len(contacts[: wanted.limit])},
        more=[kind for kind, one in walked.items() if one[0].total > COUNT_MAX]
        + (["contacts"] if len(contacts) > wanted.limit else []),
        corrected=messages[0].corrected or files[0].corrected, next_cursor=_next(page[0], wanted) if page else None,
    )  # fmt: skip


def _next(walked: _Walked, wanted: Wanted) -> str | None:
    if len(walked.places) <= wanted.limit:
        return None
    last = walked.places[wanted.limit - 1]
    return encode_cursor(SearchCursor(wanted.kind, last.at, last.message_id))


async def _find_messages(search: Search, actor: Actor, wanted: Wanted, kind: Kind) -> tuple[_Walked, list[MessageHit]]:
    """Walk one kind and show what this actor may see of it."""
    if wanted.kind not in {kind, "all"}:
        return _Walked([], 0), []
    shown = wanted.limit if wanted.kind == kind else _FEW
    async with search.db.searching(actor.workspace_id) as tx:
        with _bounded():
            walked = await _walk(tx, wanted, kind, shown)
    if walked.question is None:
        return walked, []
    places = walked.places[:shown]
    stems = frozenset(stem for word in walked.question.words for stem in word)
    async with search.db.workspace(actor.workspace_id) as tx:
        lines = await repository.load_hits(tx, [place.message_id for place in places])
        seen = await search.see(tx, actor, sorted({line.conversation_id for line in lines}))
        return walked, await show_hits(tx, [line for line in lines if line.conversation_id in seen], stems)


async def _walk(tx: Tx, wanted: Wanted, kind: Kind, shown: int) -> _Walked:
    """Try what may be meant until something is found. The first page also counts, to a thousand."""
    after = _read_cursor(wanted, kind)
    marks = await _marks(tx, wanted, kind)
    limit = shown + 1 if after else COUNT_MAX + 1
    questions = await list_questions(tx, wanted.words)

    async def ask(question: Question) -> list[Place]:
        words = question.of_files() if kind == "files" else question.words
        scope = Scope(workspace_id=tx.workspace_id, words=words, marks=marks, since=wanted.since, until=wanted.until)
        now = after.at if after else utc_now()
        reach = Reach(since=wanted.since, until=wanted.until, after=after)
        return await repository.find_places(tx, make_windows(scope, now), reach, limit)

    question, places = await _first_found(questions, ask)
    corrected = question.text if question is not None and question is not questions[0] else None
    return _Walked(places, len(places), corrected, question)


async def _first_found(
    questions: Sequence[Question], ask: Callable[[Question], Awaitable[list[T]]]
) -> tuple[Question | None, list[T]]:
    """Return the first question that has an answer, and the answer; nothing when none has."""
    for question in questions:
        found = await ask(question)
        if found:
            return question, found
    return None, []


async def _marks(tx: Tx, wanted: Wanted, kind: Kind) -> tuple[tuple[str, ...], ...]:
    """Return the marks that the filters ask for; of each group one must be there."""
    groups: list[tuple[str, ...]] = [("@.f",)] if kind == "files" else []
    if wanted.inbox_id is not None:
        groups.append((f"@.i{wanted.inbox_id}",))
    if wanted.channel:
        inboxes = await repository.list_inboxes_of(tx, wanted.channel)
        groups.append(tuple(f"@.i{one}" for one in inboxes) or ("@.none",))
    if wanted.author in {"contact", "bot"}:
        groups.append((f"@.{wanted.author}",))
    elif wanted.author.isascii() and wanted.author.isdecimal():
        groups.append((f"@.o{int(wanted.author)}",))
    elif wanted.author:
        raise Invalid("`author` is contact, bot or the id of an operator", code="bad_author")
    return tuple(groups)


def _read_cursor(wanted: Wanted, kind: Kind) -> Place | None:
    if not wanted.cursor:
        return None
    cursor = decode_cursor(wanted.cursor, SearchCursor)
    if cursor.kind != kind:
        raise Invalid("this cursor does not fit this list", code="bad_cursor")
    return Place(cursor.id, cursor.at)


async def _find_contacts(search: Search, actor: Actor, wanted: Wanted) -> list[ContactHit]:
    """People by the beginning of a name or address, as their own list finds them; none where one may not see them."""
    if wanted.kind not in {"contacts", "all"} or not actor.may(Permission.CONTACTS_VIEW):
        return []
    limit = wanted.limit if wanted.kind == "contacts" else _FEW
    async with search.db.workspace(actor.workspace_id) as tx:
        rows = (await list_contacts(tx, wanted.words, None, limit + 1)).items
        current = await repository.find_current(tx, [row.id for row in rows])
    return [
        ContactHit(id=row.id, name=row.name, email=row.email, phone=row.phone, conversation_id=current.get(row.id))
        for row in rows
    ]


async def find_in_conversation(search: Search, actor: Actor, conversation_id: int, words: str) -> FoundInConversation:
    """Find words over the whole history of one conversation; raises NoSuchConversation."""
    actor.check(Permission.CONVERSATIONS_VIEW)
    async with search.db.workspace(actor.workspace_id) as tx:
        if conversation_id not in await search.see(tx, actor, [conversation_id]):
            raise NoSuchConversation("no such conversation")
    async with search.db.searching(actor.workspace_id) as tx:
        with _bounded():
            return await _find_there(tx, conversation_id, await list_questions(tx, words))


async def _find_there(tx: Tx, conversation_id: int, questions: Sequence[Question]) -> FoundInConversation:
    async def ask(one: Question) -> list[FoundPlace]:
        query = make_query(one.words)
        return await repository.find_in_conversation(tx, conversation_id, query, IN_CONVERSATION_MAX + 1)

    question, found = await _first_found(questions, ask)
    if question is None:
        return FoundInConversation(items=[], total=0, more=False, forms=[], corrected=None)
    shown = found[:IN_CONVERSATION_MAX]
    forms = await repository.list_forms(tx, sorted({stem for word in question.words for stem in word}))
    return FoundInConversation(
        items=[FoundSeq(one.message_id, one.seq) for one in shown],
        total=len(shown),
        more=len(found) > len(shown),
        forms=sorted({*forms, *question.text.split()}),
        corrected=question.text if question is not questions[0] else None,
    )


@contextmanager
def _bounded() -> Iterator[None]:
    """Say plainly when the database gave the search up."""
    try:
        yield
    except QueryCanceled as error:
        raise SearchTookTooLong("the search took too long; add a word or a filter") from error
