"""The visitors' live lines of this process: what commits is shown to those who may see it, and to nobody else."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

import msgspec
import structlog
from msgspec import Struct

from otklik.calls import service as calls
from otklik.calls.signalling import TO_VISITOR
from otklik.infra.db import Database
from otklik.infra.events import LoggedEvent
from otklik.infra.stream import Position
from otklik.infra.whispers import Whisper, Whispers
from otklik.kit.errors import Unavailable
from otklik.messaging.links import FileLinks
from otklik.visitor import repository
from otklik.visitor.queue import Queue
from otklik.visitor.ratable import list_ratable
from otklik.visitor.reception import CLOSED, Reception, look
from otklik.visitor.records import VisitorSession
from otklik.visitor.schemas import StateShown, WMessage
from otklik.visitor.schemas_calls import show_call
from otklik.visitor.views import StateViews, show_messages

log = structlog.get_logger(__name__)

TYPING = "visitor_typing"
_ROOMS = ("message", "conversation", "contact", "operator")
_INBOX_CHANGED = "inbox.changed"
LINES_PER_SESSION = 8
_encoder = msgspec.json.Encoder()


def make_typing_teller(whispers: Whispers) -> Callable[[int, str], Awaitable[None]]:
    """Return what the channel needs to show a visitor, in whatever process, that somebody is typing."""

    async def tell(inbox_id: int, visitor_id: str) -> None:
        data = {"inbox_id": inbox_id, "visitor_id": visitor_id}
        await whispers.send(Whisper(kind=TYPING, workspace_id=0, data=data))

    return tell


class Frame(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Anything we say on a live line."""

    type: str
    items: list[WMessage] | None = None
    seq: int | None = None
    name: str | None = None
    on: bool | None = None
    online: bool | None = None
    operator: object = msgspec.UNSET


class Line(Protocol):
    """One live line, a socket or a waiting poll."""

    @property
    def session(self) -> VisitorSession:
        """Whose it is."""
        ...

    def push(self, frame: bytes) -> None:
        """Queue a frame."""
        ...

    def close_soon(self, code: int) -> None:
        """End the line."""
        ...


def encode(frame: Frame) -> bytes:
    """Write a frame for the wire."""
    return _encoder.encode(frame)


def state_frame(state: StateShown) -> bytes:
    """Write who is there."""
    return _encoder.encode(
        {
            "type": "state", "online": state.online, "opens": state.opens, "operator": state.operator,
            "rating": state.rating, "queue": state.queue,
        }
    )  # fmt: skip


class VisitorHub:
    """Knows the open lines by session."""

    def __init__(self, database: Database, links: FileLinks, whispers: Whispers, queue: Queue) -> None:
        self._database = database
        self._links = links
        self._queue = queue
        self._lines: dict[int, dict[int, set[Line]]] = {}
        self._told: dict[int, tuple[int, StateShown]] = {}
        self._there: dict[int, Mapping[int, Reception]] = {}
        whispers.listen(self._take_sign)

    def join(self, line: Line) -> bool:
        """Let a line hear; False when its session has too many."""
        lines = self._lines.setdefault(line.session.workspace_id, {}).setdefault(line.session.id, set())
        if len(lines) >= LINES_PER_SESSION:
            return False
        lines.add(line)
        return True

    def leave(self, line: Line) -> None:
        """Forget a line."""
        sessions = self._lines.get(line.session.workspace_id, {})
        lines = sessions.get(line.session.id, set())
        lines.discard(line)
        if not lines:
            sessions.pop(line.session.id, None)
            self._told.pop(line.session.id, None)
        if not sessions:
            self._lines.pop(line.session.workspace_id, None)
            self._there.pop(line.session.workspace_id, None)

    def end(self, session: VisitorSession) -> None:
        """Close every line of a session that is over."""
        for line in tuple(self._lines.get(session.workspace_id, {}).get(session.id, ())):
            line.close_soon(4401)

    @property
    def watched(self) -> bool:
        """Whether any line is open."""
        return bool(self._lines)

    def all_lines(self) -> tuple[Line, ...]:
        """Return every open line."""
        return tuple(line for sessions in self._lines.values() for lines in sessions.values() for line in lines)

    async def hear(self, events: Sequence[LoggedEvent], _: Position) -> None:
        """Show what has changed (a listener of the event stream)."""
        for workspace_id in {event.workspace_id for event in events if event.kind == _INBOX_CHANGED}:
            await self._end_dead(workspace_id)
        await self._show_calls(events)
        touched: dict[int, set[int]] = {}
        for event in events:
            if event.workspace_id in self._lines and event.kind.partition(".")[0] in _ROOMS:
                messages = touched.setdefault(event.workspace_id, set())
                if event.message_id is not None:
                    messages.add(event.message_id)
        for workspace_id, messages in touched.items():
            try:
                await self._show(workspace_id, sorted(messages))
            except Unavailable:
                for lines in self._lines.get(workspace_id, {}).values():
                    for line in tuple(lines):
                        line.close_soon(1012)

    async def _show_calls(self, events: Sequence[LoggedEvent]) -> None:
        """Show visitors how their calls stand; what is lost here their browsers ask for with the next sign of life."""
        for event in events:
            data = event.data or {}
            if event.kind != "call.changed" or data.get("session_id") not in self._lines.get(event.workspace_id, {}):
                continue
            async with self._database.workspace(event.workspace_id) as tx:
                row = await calls.find(tx, data["call_id"])
            if row is None:
                continue
            frame = _encoder.encode({"type": "call", "call": show_call(row)})
            self._push(event.workspace_id, data["session_id"], frame)

    async def watch_hours(self) -> None:
        """Show where the hours of a chat have begun or ended since the last look; no event tells of it."""
        for workspace_id in tuple(self._lines):
            inboxes = sorted(set(self._inboxes_of(workspace_id).values()))
            async with self._database.workspace(workspace_id) as tx:
                there = await look(tx, inboxes)
            if there != self._there.get(workspace_id) and workspace_id in self._lines:
                await self._show(workspace_id, [])

    async def _end_dead(self, workspace_id: int) -> None:
        """Close the lines of sessions that are over: their key was retired, or their chat works no more."""
        sessions = list(self._lines.get(workspace_id, ()))
        if not sessions:
            return
        async with self._database.workspace(workspace_id) as tx:
            living = await repository.list_living(tx, sessions)
        for session_id in set(sessions) - living:
            for line in tuple(self._lines.get(workspace_id, {}).get(session_id, ())):
                line.close_soon(4401)

    async def _show(self, workspace_id: int, message_ids: Sequence[int]) -> None:
        inboxes = self._inboxes_of(workspace_id)
        sessions = list(inboxes)
        async with self._database.workspace(workspace_id) as tx:
            rows = await repository.list_changed(tx, sessions, message_ids) if message_ids else []
            shown = await show_messages(tx, self._links, rows)
            seen = await repository.list_seen(tx, sessions)
            there = self._there[workspace_id] = await look(tx, sorted(set(inboxes.values())))
            ratable = await list_ratable(tx, sessions)
            queue = await self._queue.look(tx, sessions)
        news: dict[int, list[WMessage]] = {}
        for row, message in zip(rows, shown, strict=True):
            news.setdefault(row.session_id, []).append(message)
        for session_id, items in news.items():
            self._push(workspace_id, session_id, encode(Frame(type="messages", items=items)))
        by_session = {row.session_id: row for row in seen}
        views = StateViews(self._links, workspace_id)
        for session_id in sessions:
            mine = by_session.get(session_id)
            reception = there.get(inboxes[session_id], CLOSED)
            state = views.show(reception, mine, ratable.get(session_id), queue.get(session_id))
            self._tell(workspace_id, session_id, mine.seen if mine else 0, state)

    def _inboxes_of(self, workspace_id: int) -> dict[int, int]:
        """Return the sessions of a workspace that listen, each with its chat."""
        lines = self._lines.get(workspace_id, {})
        return {number: next(iter(own)).session.inbox_id for number, own in lines.items() if own}

    def _tell(self, workspace_id: int, session_id: int, seen: int, state: StateShown) -> None:
        """Say how far an operator has read, who is there and what may be rated, if it is news."""
        now = (seen, state)
        before = self._told.get(session_id)
        self._told[session_id] = now
        if before is None or before[0] != now[0]:
            self._push(workspace_id, session_id, encode(Frame(type="read", seq=now[0])))
        if before is None or before[1] != now[1]:
            self._push(workspace_id, session_id, state_frame(now[1]))

    def _push(self, workspace_id: int, session_id: int, frame: bytes) -> None:
        for line in tuple(self._lines.get(workspace_id, {}).get(session_id, ())):
            line.push(frame)

    def _take_sign(self, whisper: Whisper) -> None:
        if whisper.kind == TO_VISITOR:
            frame = _encoder.encode(whisper.data["frame"])
            self._push(whisper.workspace_id, whisper.data["session_id"], frame)
        if whisper.kind != TYPING:
            return
        for workspace_id, sessions in self._lines.items():
            for session_id, lines in sessions.items():
                if any(_is_for(line.session, whisper) for line in lines):
                    told = self._told.get(session_id)
                    name = told[1].operator.name if told and told[1].operator else ""
                    self._push(workspace_id, session_id, encode(Frame(type="typing", name=name, on=True)))


def _is_for(session: VisitorSession, whisper: Whisper) -> bool:
    data = whisper.data
    return data.get("visitor_id") in session.names and session.inbox_id == data.get("inbox_id")
