"""`/api/v1/socket`: an operator's live line. Plain ASGI: bounded, resumable, closed within seconds of losing the right.

The first frame of the browser names the last position it has seen; whatever changed since is sent before the line
is live, or it is told to fetch everything anew when the gap is too long to be replayed.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

import msgspec
import structlog
from msgspec import Struct, field

from otklik.access.actor import Actor
from otklik.access.permissions import Permission
from otklik.calls.signalling import End, Signals
from otklik.infra.db import Database
from otklik.infra.events import LoggedEvent
from otklik.infra.stream import EventStream, Position
from otklik.infra.web.asgi import Receive, Scope, Send
from otklik.kit.endings import end_tasks
from otklik.kit.errors import Unavailable
from otklik.kit.metrics import SOCKETS
from otklik.kit.rate import TokenBuckets
from otklik.realtime.hub import Hub, collect
from otklik.realtime.presence import Presence
from otklik.realtime.sight import Sight

log = structlog.get_logger(__name__)

_QUEUE_BYTES = 4 * 1024 * 1024
_REPLAY_MAX = 2_000
_FRAME_MAX = 12_288
"""The longest is an offer of a call's sound."""
_HELLO_S = 10.0
_SILENCE_S = 75.0
_WATCHED_MAX = 20
_encoder = msgspec.json.Encoder()

Redeem = Callable[[str], Awaitable[Actor | None]]
OriginAllowed = Callable[[Mapping[str, str]], bool]


class ClientFrame(Struct, forbid_unknown_fields=False):
    """Anything a browser may say."""

    type: str
    cursor: str | None = None
    conversation_id: int | None = None
    visible: bool | None = None
    call_id: int | None = None
    data: dict[str, Any] | None = None


_decoder = msgspec.json.Decoder(ClientFrame)


class Line(Struct, frozen=True):
    """What every socket needs."""

    database: Database
    stream: EventStream
    hub: Hub
    presence: Presence
    redeem: Redeem
    origin_allowed: OriginAllowed
    sight: Sight = field(default_factory=Sight)
    signals: Signals | None = None


class SocketDoor:
    """The ASGI application of the live line."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one socket: origin, ticket, hello, then both directions until either ends."""
        await receive()
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if not self._line.origin_allowed(headers):
            await send({"type": "websocket.close", "code": 4403})
            return
        ticket = parse_qs(scope["query_string"].decode("latin-1")).get("ticket", [""])[0]
        try:
            actor = await self._line.redeem(ticket)
        except Unavailable:
            await send({"type": "websocket.close", "code": 1013})
            return
        await send({"type": "websocket.accept"})
        if actor is None:
            await send({"type": "websocket.close", "code": 4401})
            return
        await DeskSocket(self._line, actor, receive, send).serve()


class DeskSocket:
    """One open socket."""

    def __init__(self, line: Line, actor: Actor, receive: Receive, send: Send) -> None:
        self._line = line
        self._actor = actor
        self._receive = receive
        self._send = send
        self._frames: deque[bytes] = deque()
        self._held: list[bytes] | None = []
        """What is new while the past is being replayed; None once the line is live."""
        self._size = 0
        self._news = asyncio.Event()
        self._close_code: int | None = None
        self._watching: set[int] = set()
        self._calls_said = TokenBuckets(240, 60)

    @property
    def workspace_id(self) -> int:
        """Whose events it may hear."""
        return self._actor.workspace_id

    @property
    def operator_id(self) -> int:
        """Whose read marks count."""
        return self._actor.id

    @property
    def session_id(self) -> int:
        """The session that opened it."""
        return self._actor.session_id or 0

    @property
    def sees_conversations(self) -> bool:
        """Whether conversations and messages may be shown here."""
        return self._actor.may(Permission.CONVERSATIONS_VIEW)

    def renew(self, actor: Actor) -> bool:
        """Take the present rights; returns whether the desk shows anything else with them than before."""
        before, self._actor = self._actor, actor
        return _shown_to(before) != _shown_to(actor)

    def watches(self, conversation_id: int) -> bool:
        """Whether a conversation is open there, by somebody who may see it."""
        return conversation_id in self._watching and self.sees_conversations

    def push(self, frame: bytes) -> None:
        """Queue a frame; a browser that is 4 MiB behind is cut off and will resume."""
        self._size += len(frame)
        if self._size > _QUEUE_BYTES:
            self.close_soon(4408)
        elif self._held is not None:
            self._held.append(frame)
        else:
            self._frames.append(frame)
            self._news.set()

    def push_past(self, frame: bytes) -> None:
        """Queue a frame of the replay, before everything that is new."""
        self._size += len(frame)
        if self._size > _QUEUE_BYTES:
            self.close_soon(4408)
            return
        self._frames.append(frame)
        self._news.set()

    def close_soon(self, code: int) -> None:
        """End the socket with a code."""
        if self._close_code is None:
            self._close_code = code
            self._news.set()

    async def serve(self) -> None:
        """Run until the browser leaves or we close."""
        SOCKETS.labels("desk").inc()
        tasks = {asyncio.create_task(self._read()), asyncio.create_task(self._write())}
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._line.hub.leave(self)
            for failure in await end_tasks(tasks):
                log.info("socket.ended", error=repr(failure)[:200])
            SOCKETS.labels("desk").dec()
            await self._show(on=False)
            for conversation_id in self._watching:
                await self._say(conversation_id, "gone")

    async def _write(self) -> None:
        while self._close_code is None:
            await self._news.wait()
            self._news.clear()
            while self._frames and self._close_code is None:
                frame = self._frames.popleft()
                self._size -= len(frame)
                await self._send({"type": "websocket.send", "text": frame.decode()})
        await self._send({"type": "websocket.close", "code": self._close_code})

    async def _read(self) -> None:
        hello = await self._hear(_HELLO_S)
        if hello is None or hello.type != "hello":
            self.close_soon(4400)
            await asyncio.sleep(5)
            return
        await self._resume(hello.cursor)
        while (frame := await self._hear(_SILENCE_S)) is not None:
            await self._answer(frame)

    async def _hear(self, seconds: float) -> ClientFrame | None:
        async with asyncio.timeout(seconds):
            return await self._next()

    async def _next(self) -> ClientFrame | None:
        while True:
            message = await self._receive()
            if message["type"] == "websocket.disconnect":
                return None
            text = message.get("text") or ""
            if len(text) > _FRAME_MAX:
                self.close_soon(1009)
                return None
            try:
                return _decoder.decode(text)
            except msgspec.DecodeError:
                continue

    async def _answer(self, frame: ClientFrame) -> None:
        match frame.type, frame.conversation_id:
            case "ping", _:
                self.push(b'{"type":"pong"}')
                for conversation_id in self._watching:
                    await self._say(conversation_id, "viewing")
            case "watch", int(conversation_id) if len(self._watching) < _WATCHED_MAX:
                self._watching.add(conversation_id)
                await self._say(conversation_id, "viewing")
            case "unwatch", int(conversation_id):
                self._watching.discard(conversation_id)
                await self._say(conversation_id, "gone")
            case "typing", int(conversation_id) if conversation_id in self._watching and not self._actor.viewing:
                await self._say(conversation_id, "typing")
            case "beat" | "signal", _ if frame.call_id is not None:
                await self._pass_call(frame, frame.call_id)
            case "sight", _ if frame.visible is not None:
                await self._show(on=frame.visible)
            case _:
                pass

    async def _pass_call(self, frame: ClientFrame, call_id: int) -> None:
        """Pass a sign of a call to the visitor, or note that this end lives; a colleague only looks on."""
        signals = self._line.signals
        if signals is None or self._actor.viewing or self._calls_said.take("") > 0:
            return
        end = End(workspace_id=self.workspace_id, operator_id=self.operator_id)
        try:
            if frame.type == "beat":
                alive = await signals.beat(end, call_id)
                self.push(_encoder.encode({"type": "beat", "call_id": call_id, "on": alive}))
            elif frame.data is not None:
                await signals.pass_on(end, call_id, frame.data)
        except Unavailable:
            log.info("socket.call_sign_lost")

    async def _show(self, *, on: bool) -> None:
        try:
            await self._line.sight.note(self, self._actor.id, on=on)
        except Unavailable:
            log.info("socket.sight_lost")

    async def _say(self, conversation_id: int, state: str) -> None:
        operator = (self._actor.id, self._actor.name)
        await self._line.presence.say(self._actor.workspace_id, conversation_id, operator, state)

    async def _resume(self, cursor: str | None) -> None:
        """Join the live line first, then replay what was missed, then let through what is new.

        Nothing can fall between the two, and the browser's position only moves past what it was sent: `ready` repeats
        the position asked for while there is a replay to come, the replay's last frame names the one reached. That
        was taken before the look into the log, so all that lies before it has been seen by the look.
        """
        self._line.hub.join(self)
        asked = Position.parse(cursor) if cursor else None
        position = self._line.stream.position
        missed = await self._find_missed(asked) if asked else None
        begun = asked if asked and missed else position
        self.push_past(_encoder.encode({"type": "ready", "cursor": str(begun), "resync": missed is None}))
        if missed:
            await self._line.hub.show(self.workspace_id, collect(missed), position, (_Replay(self),))
        self._line.presence.introduce(self)
        self._go_live()

    def _go_live(self) -> None:
        held, self._held = self._held or [], None
        self._frames.extend(held)
        self._news.set()

    async def _find_missed(self, asked: Position) -> list[LoggedEvent] | None:
        """Return the events after a position, None when it is older than the log or the gap is too long."""
        async with self._line.database.workspace(self.workspace_id) as tx:
            oldest = await tx.value("select min(xid)::text::bigint from event")
            if oldest is None or asked.xid < oldest:
                return None
            events = await tx.fetch(
                LoggedEvent,
                """select id, xid::text::bigint as xid, workspace_id, kind, conversation_id, message_id,
                          contact_id, data
                   from event where (xid, id) > (%(xid)s::text::xid8, %(id)s) and workspace_id = %(workspace)s
                   order by xid, id limit %(limit)s""",
                {"xid": str(asked.xid), "id": asked.id, "workspace": self.workspace_id, "limit": _REPLAY_MAX + 1},
            )
        return events if len(events) <= _REPLAY_MAX else None


def _shown_to(actor: Actor) -> tuple[object, ...]:
    return actor.permissions, actor.team_ids, actor.viewing, actor.hidden_blocks


class _Replay:
    """The socket as the replay sees it: its frames go before those that are held."""

    def __init__(self, socket: DeskSocket) -> None:
        self._socket = socket
        self.workspace_id = socket.workspace_id
        self.operator_id = socket.operator_id
        self.session_id = socket.session_id
        self.sees_conversations = socket.sees_conversations

    def renew(self, _actor: Actor) -> bool:
        """Whoever was away while rights changed looks at their own again; the line was opened with the present ones."""
        return True

    def watches(self, conversation_id: int) -> bool:
        """Whether a conversation is open there, by somebody who may see it."""
        return self._socket.watches(conversation_id)

    def push(self, frame: bytes) -> None:
        """Queue a frame of the past."""
        self._socket.push_past(frame)

    def close_soon(self, code: int) -> None:
        """End the socket with a code."""
        self._socket.close_soon(code)
