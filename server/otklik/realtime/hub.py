"""Turns new events into frames and gives them to the sockets of the workspace.

Whatever is pushed is loaded fresh, once per batch and workspace, and encoded once; only the number of unread messages
differs between operators. Frames are idempotent: a row or message replaces what has a lower version.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

import msgspec
import structlog
from msgspec import Struct

from otklik.access.actor import Actor
from otklik.infra.db import Database, Tx
from otklik.infra.events import LoggedEvent
from otklik.infra.stream import Position
from otklik.kit.errors import Unavailable

log = structlog.get_logger(__name__)

_encoder = msgspec.json.Encoder()
_BATCH = 200
_ASKED_ANEW = {
    "team": "teams",
    "workspace": "workspace",
    "saved_view": "views",
    "contact_attribute": "attributes",
    "canned_response": "canned_responses",
    "macro": "macros",
    "role": "roles",
    "contact_import": "imports",
    "task": "tasks",
}
"""Rooms whose events say only that a list has changed, and the frame that tells so."""


_RIGHTS = frozenset({"role", "rights"})
_CALLS_FRAME = b'{"type":"calls"}'
_RIGHTS_FRAME = b'{"type":"rights"}'


class Row(Protocol):
    """A conversation as the list shows it, with every inbound message counted as unread."""

    @property
    def id(self) -> int:
        """The conversation."""
        ...

    @property
    def unread(self) -> int:
        """Inbound messages after the read mark of the operator asked for (0: nobody, hence all)."""
        ...


async def _no_actors(_session_ids: Sequence[int]) -> Mapping[int, Actor]:
    return {}


async def _no_people(_tx: Tx, _contact_ids: Sequence[int]) -> Sequence[Any]:
    return ()


async def _no_drafts(_tx: Tx, _operator_id: int, _conversation_ids: Sequence[int]) -> Sequence[Any]:
    return ()


class Views(Struct, frozen=True):
    """How to load what is shown; given by the wiring, because the read side stands above this room."""

    rows: Callable[[Tx, Sequence[int], int], Awaitable[Sequence[Any]]]
    messages: Callable[[Tx, Sequence[int]], Awaitable[Sequence[Any]]]
    operators: Callable[[Tx, Sequence[int]], Awaitable[Sequence[Any]]]
    drafts: Callable[[Tx, int, Sequence[int]], Awaitable[Sequence[Any]]] = _no_drafts
    actors: Callable[[Sequence[int]], Awaitable[Mapping[int, Actor]]] = _no_actors
    """The present rights behind sessions."""
    people: Callable[[Tx, Sequence[int]], Awaitable[Sequence[Any]]] = _no_people
    """Customers as rows name them."""


class Listener(Protocol):
    """One socket of an operator."""

    @property
    def workspace_id(self) -> int:
        """Whose events it may hear."""
        ...

    @property
    def operator_id(self) -> int:
        """Whose read marks count."""
        ...

    def push(self, frame: bytes) -> None:
        """Queue a frame; a socket that cannot keep up closes itself."""
        ...

    def watches(self, conversation_id: int) -> bool:
        """Whether a conversation is open there, by somebody who may see it."""
        ...

    def close_soon(self, code: int) -> None:
        """End the socket."""
        ...

    @property
    def session_id(self) -> int:
        """The session that opened it."""
        ...

    @property
    def sees_conversations(self) -> bool:
        """Whether conversations and messages may be shown here."""
        ...

    def renew(self, actor: Actor) -> bool:
        """Take the present rights; returns whether the desk must look at its own again."""
        ...


class Changes(Struct):
    """What a batch of events touches in one workspace."""

    conversations: set[int] = msgspec.field(default_factory=set)
    messages: set[int] = msgspec.field(default_factory=set)
    contacts: set[int] = msgspec.field(default_factory=set)
    operators: set[int] = msgspec.field(default_factory=set)
    inboxes: set[int] = msgspec.field(default_factory=set)
    drafts: dict[int, set[int]] = msgspec.field(default_factory=dict)
    """By operator, the conversations in which their drafts changed."""
    held: set[int] = msgspec.field(default_factory=set)
    """Conversations in which what waits to be posted changed."""
    labels: bool = False
    relabelled: bool = False
    rights: bool = False
    """Somebody may do something else than before."""
    runs: set[int] = msgspec.field(default_factory=set)
    asked_anew: set[str] = msgspec.field(default_factory=set)
    """Lists that the desks ask for again, by the type of their frame."""
    ring_for: set[int] = msgspec.field(default_factory=set)
    """On whose desks a call rings, or has rung: they look again."""
    offers: list[Mapping[str, Any]] = msgspec.field(default_factory=list)
    """What concerns two operators only; each names them in `for_operators`."""

    def note(self, event: LoggedEvent) -> None:
        """Add one event."""
        data = event.data or {}
        room = event.kind.partition(".")[0]
        if event.conversation_id is not None:
            self.conversations.add(event.conversation_id)
        if event.message_id is not None:
            self.messages.add(event.message_id)
        if room == "contact":
            self.contacts.update(number for number in (event.contact_id, data.get("gone_id")) if number)
            self.conversations.update(data.get("conversation_ids", ()))
        if room == "operator" and data.get("operator_id"):
            self.operators.add(data["operator_id"])
        if room == "inbox" and data.get("inbox_id"):
            self.inboxes.add(data["inbox_id"])
        if room == "draft":
            self.drafts.setdefault(data["operator_id"], set()).add(data["draft_of"])
        if room in _RIGHTS:
            self.rights = True
        if room in _ASKED_ANEW:
            self.asked_anew.add(_ASKED_ANEW[room])
        self._note_rarer(room, data)

    def _note_rarer(self, room: str, data: Mapping[str, Any]) -> None:
        if room == "bulk" and data.get("run_id"):
            self.runs.add(data["run_id"])
        if room == "held" and data.get("held_in"):
            self.held.add(data["held_in"])
        if room == "labels":
            self.labels, self.relabelled = True, self.relabelled or bool(data.get("relabelled"))
        if room == "transfer":
            self.offers.append(data)
        if room == "call":
            self.ring_for.update(data.get("ring_for", ()))


def collect(events: Sequence[LoggedEvent]) -> Changes:
    """Sum up what events touch."""
    changes = Changes()
    for event in events:
        changes.note(event)
    return changes


def renew(sockets: Sequence[Listener], actors: Mapping[int, Actor]) -> None:
    """Give sockets the present rights of their sessions, and tell the desks whose rights are others now."""
    for socket in sockets:
        actor = actors.get(socket.session_id)
        if actor is not None and socket.renew(actor):
            socket.push(_RIGHTS_FRAME)


class Hub:
    """The sockets of this process."""

    def __init__(self, database: Database, views: Views) -> None:
        self._database = database
        self._views = views
        self._sockets: dict[int, set[Listener]] = {}

    def join(self, socket: Listener) -> None:
        """Let a socket hear its workspace."""
        self._sockets.setdefault(socket.workspace_id, set()).add(socket)

    def leave(self, socket: Listener) -> None:
        """Forget a socket."""
        sockets = self._sockets.get(socket.workspace_id, set())
        sockets.discard(socket)
        if not sockets:
            self._sockets.pop(socket.workspace_id, None)

    @property
    def watched(self) -> bool:
        """Whether any socket is open."""
        return bool(self._sockets)

    def sockets_of(self, workspace_id: int) -> Sequence[Listener]:
        """Return the sockets of a workspace."""
        return tuple(self._sockets.get(workspace_id, ()))

    def all_sockets(self) -> Sequence[Listener]:
        """Return every socket."""
        return tuple(socket for sockets in self._sockets.values() for socket in sockets)

    async def hear(self, events: Sequence[LoggedEvent], position: Position) -> None:
        """Give new events to whoever may hear them (a listener of the event stream)."""
        by_workspace: dict[int, list[LoggedEvent]] = {}
        for event in events:
            if event.workspace_id in self._sockets:
                by_workspace.setdefault(event.workspace_id, []).append(event)
        for workspace_id, own in by_workspace.items():
            self._close_ended(workspace_id, own)
            sockets = self.sockets_of(workspace_id)
            try:
                await self.show(workspace_id, collect(own), position, sockets)
            except Exception as error:
                if not isinstance(error, Unavailable):
                    log.exception("hub.show_failed", workspace=workspace_id)
                for socket in sockets:
                    socket.close_soon(1012)

    def _close_ended(self, workspace_id: int, events: Sequence[LoggedEvent]) -> None:
        ended = {
            number
            for event in events
            if event.kind == "sessions.closed"
            for number in (event.data or {}).get("session_ids", ())
        }
        for socket in self.sockets_of(workspace_id):
            if socket.session_id in ended:
                socket.close_soon(4401)

    async def show(self, workspace_id: int, changes: Changes, position: Position, sockets: Sequence[Listener]) -> None:
        """Load what changed and push it to these sockets.

        Only the last frame names the position: a line that is cut before it asks for all of them again.
        """
        if changes.rights:
            await self._renew(sockets)
        for frame in _other_frames(changes):
            for socket in sockets:
                socket.push(frame)
        await self._show_operators(workspace_id, sorted(changes.operators), sockets)
        await self._show_people(workspace_id, sorted(changes.contacts), sockets)
        await self._show_drafts(workspace_id, changes.drafts, sockets)
        _push_offers(changes.offers, sockets)
        for socket in sockets:
            if socket.operator_id in changes.ring_for:
                socket.push(_CALLS_FRAME)
        conversations, messages = sorted(changes.conversations), sorted(changes.messages)
        size = max(len(conversations), len(messages))
        for start in range(0, size, _BATCH):
            part = slice(start, start + _BATCH)
            reached = position if start + _BATCH >= size else None
            await self._show_part(workspace_id, conversations[part], messages[part], reached, sockets)

    async def _renew(self, sockets: Sequence[Listener]) -> None:
        renew(sockets, await self._views.actors(sorted({socket.session_id for socket in sockets})))

    async def _show_part(
        self, workspace_id: int, conversations: Sequence[int], messages: Sequence[int], position: Position | None,
        sockets: Sequence[Listener],
    ) -> None:  # fmt: skip
        sockets = [socket for socket in sockets if socket.sees_conversations]
        async with self._database.workspace(workspace_id) as tx:
            rows = await self._views.rows(tx, conversations, 0) if conversations else ()
            shown = await self._views.messages(tx, messages) if messages else ()
            marks = await _read_marks(tx, conversations, {socket.operator_id for socket in sockets})
        frames = FrameMaker(rows, shown, set(conversations) - {row.id for row in rows}, position)
        for socket in sockets:
            socket.push(
                frames.make(
                    {number: seen for (operator, number), seen in marks.items() if operator == socket.operator_id}
                )
            )

    async def _show_operators(self, workspace_id: int, ids: Sequence[int], sockets: Sequence[Listener]) -> None:
        """Push colleagues to those who work on conversations; anybody else hears of themselves only."""
        if not ids:
            return
        async with self._database.workspace(workspace_id) as tx:
            operators = await self._views.operators(tx, ids)
        everybody = _encoder.encode({"type": "operators", "operators": operators})
        for socket in sockets:
            own = [one for one in operators if one.id == socket.operator_id]
            if socket.sees_conversations:
                socket.push(everybody)
            elif own:
                socket.push(_encoder.encode({"type": "operators", "operators": own}))

    async def _show_people(self, workspace_id: int, ids: Sequence[int], sockets: Sequence[Listener]) -> None:
        """Push how customers are named now, as rows and headers of their conversations name them."""
        sockets = [socket for socket in sockets if socket.sees_conversations]
        for start in range(0, len(ids) if sockets else 0, _BATCH):
            async with self._database.workspace(workspace_id) as tx:
                people = await self._views.people(tx, ids[start : start + _BATCH])
            frame = _encoder.encode({"type": "people", "people": people})
            for socket in sockets if people else ():
                socket.push(frame)

    async def _show_drafts(
        self, workspace_id: int, changed: Mapping[int, set[int]], sockets: Sequence[Listener]
    ) -> None:
        """Push an operator's drafts to their own sockets and to nobody else's."""
        for operator_id in {socket.operator_id for socket in sockets} & changed.keys():
            async with self._database.workspace(workspace_id) as tx:
                drafts = await self._views.drafts(tx, operator_id, sorted(changed[operator_id]))
            frame = _encoder.encode({"type": "drafts", "drafts": drafts})
            for socket in sockets:
                if socket.operator_id == operator_id:
                    socket.push(frame)


def _other_frames(changes: Changes) -> list[bytes]:
    frames: list[bytes] = []
    if changes.contacts:
        frames.append(_encoder.encode({"type": "contacts", "contact_ids": sorted(changes.contacts)}))
    if changes.inboxes:
        frames.append(_encoder.encode({"type": "inboxes", "inbox_ids": sorted(changes.inboxes)}))
    if changes.runs:
        frames.append(_encoder.encode({"type": "bulk", "run_ids": sorted(changes.runs)}))
    if changes.held:
        frames.append(_encoder.encode({"type": "held", "conversation_ids": sorted(changes.held)}))
    frames += [_encoder.encode({"type": name}) for name in sorted(changes.asked_anew)]
    if changes.labels:
        frames.append(_encoder.encode({"type": "labels", "relabelled": changes.relabelled}))
    return frames


def _push_offers(offers: Sequence[Mapping[str, Any]], sockets: Sequence[Listener]) -> None:
    """Tell those who give or take a conversation that there is news of it, and how offers ended."""
    for socket in sockets if offers else ():
        own = [offer for offer in offers if socket.operator_id in offer.get("for_operators", ())]
        if own:
            settled = [
                {name: offer.get(name) for name in ("offer_id", "offered_id", "state", "to_name", "from_id")}
                for offer in own
                if "state" in offer
            ]
            socket.push(_encoder.encode({"type": "offers", "settled": settled}))


class FrameMaker:
    """Encodes a batch once and completes it for each operator with their own unread counts."""

    def __init__(self, rows: Sequence[Any], messages: Sequence[Any], gone: set[int], position: Position | None) -> None:
        self._rows = rows
        self._encoded: dict[tuple[int, int], bytes] = {}
        self._made: dict[tuple[int, ...], bytes] = {}
        cursor = b"" if position is None else b'"cursor":"' + str(position).encode() + b'",'
        self._head = b'{"type":"changes",' + cursor + b'"conversations":['
        self._tail = b'],"messages":' + _encoder.encode(messages) + b',"gone":' + _encoder.encode(sorted(gone)) + b"}"

    def make(self, seen: Mapping[int, int]) -> bytes:
        """Return the frame for an operator who has seen so many inbound messages of each conversation."""
        unread = tuple(max(0, row.unread - seen.get(row.id, 0)) for row in self._rows)
        if unread not in self._made:
            rows = (self._encode(row, count) for row, count in zip(self._rows, unread, strict=True))
            self._made[unread] = self._head + b",".join(rows) + self._tail
        return self._made[unread]

    def _encode(self, row: Any, unread: int) -> bytes:  # noqa: ANN401 - a struct of the read side
        place = (row.id, unread)
        if place not in self._encoded:
            self._encoded[place] = _encoder.encode(msgspec.structs.replace(row, unread=unread))
        return self._encoded[place]


async def _read_marks(tx: Tx, conversations: Sequence[int], operators: set[int]) -> dict[tuple[int, int], int]:
    if not conversations:
        return {}
    rows = await tx.rows(
        """select operator_id, conversation_id, in_seen from read_mark
           where conversation_id = any(%(conversations)s) and operator_id = any(%(operators)s)""",
        {"conversations": list(conversations), "operators": sorted(operators)},
    )
    return {(operator_id, conversation_id): seen for operator_id, conversation_id, seen in rows}
