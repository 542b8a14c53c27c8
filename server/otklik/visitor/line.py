"""The two kinds of live line: a socket, and a poll that waits for one thing to happen."""

import asyncio
from collections import deque
from contextlib import suppress
from typing import Any

import msgspec
import structlog
from litestar.datastructures import Headers
from litestar.types import WebSocketScope
from msgspec import Struct

from otklik.calls.signalling import End
from otklik.channelkit.inbound import DeliveryStatus
from otklik.kit.endings import end_tasks
from otklik.kit.errors import NotFound, OtklikError, Unavailable
from otklik.kit.metrics import SOCKETS
from otklik.visitor import posting, reading
from otklik.visitor.door import check_origin
from otklik.visitor.errors import NoSession, OriginRefused
from otklik.visitor.hub import Frame, encode, state_frame
from otklik.visitor.records import VisitorSession
from otklik.visitor.room import Visitor
from otklik.visitor.schemas import Polled
from otklik.visitor.sessions import check_verified, get_inbox_of, get_session, settings_of

log = structlog.get_logger(__name__)

_QUEUE_BYTES = 1024 * 1024
_FRAME_MAX = 4096
_SIGNAL_MAX = 12_288
"""An offer of a sound is longer than anything else, and grows when its lines are written as JSON."""
_AUTH_S = 10.0
_SILENCE_S = 75.0
_NO_SESSION, _NO_ORIGIN, _TOO_MANY, _SLOW, _TOO_BIG, _AWAY, _BAD = 4401, 4403, 4429, 4408, 1009, 1013, 4400


class ClientFrame(Struct, frozen=True, forbid_unknown_fields=True):
    """Anything a visitor's browser may say."""

    type: str
    token: str = ""
    key: str = ""
    after_seq: int = 0
    seq: int = 0
    on: bool = True
    text: str = ""
    call_id: int = 0
    data: dict[str, Any] | None = None


_decoder = msgspec.json.Decoder(ClientFrame)


class Waiting:
    """A long poll: set by the first news."""

    def __init__(self, session: VisitorSession) -> None:
        self.session = session
        self.news = asyncio.Event()
        self.over = False

    def push(self, frame: bytes) -> None:  # noqa: ARG002 - the poll reads what is new itself
        """Wake up."""
        self.news.set()

    def close_soon(self, code: int) -> None:
        """Wake up to find that it is over."""
        self.over = code == _NO_SESSION
        self.news.set()


async def wait_for_news(visitor: Visitor, session: VisitorSession, after: int, seconds: float) -> Polled:
    """Answer as soon as there is something after a position, at the latest after so many seconds."""
    waiting = Waiting(session)
    if seconds > 0 and visitor.hub.join(waiting):
        try:
            if not await reading.is_news(visitor, session, after):
                with suppress(TimeoutError):
                    async with asyncio.timeout(seconds):
                        await waiting.news.wait()
        finally:
            visitor.hub.leave(waiting)
    if waiting.over:
        raise NoSession("this session is over")
    return await reading.show_poll(visitor, session, after)


class VisitorSocketDoor:
    """The ASGI application of `/widget/v1/socket`."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI
        """Serve one socket; who it is comes in its first frame."""
        await receive()
        await send({"type": "websocket.accept"})
        await VisitorSocket(self._visitor, scope, receive, send).serve()


class VisitorSocket:
    """One open socket. The first frame brings the token, so that no address ever holds it."""

    def __init__(self, visitor: Visitor, scope: WebSocketScope, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI
        self._visitor = visitor
        self._scope = scope
        self._receive = receive
        self._send = send
        self._frames: deque[bytes] = deque()
        self._size = 0
        self._news = asyncio.Event()
        self._close_code: int | None = None
        self._session: VisitorSession | None = None

    @property
    def session(self) -> VisitorSession:
        """Whose it is, once the token was shown."""
        assert self._session is not None  # noqa: S101 - lines join the hub after that
        return self._session

    def push(self, frame: bytes) -> None:
        """Queue a frame; a browser that is a mebibyte behind is cut off and will resume."""
        self._size += len(frame)
        if self._size > _QUEUE_BYTES:
            self.close_soon(_SLOW)
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
        SOCKETS.labels("visitor").inc()
        reader, writer = asyncio.create_task(self._read()), asyncio.create_task(self._write())
        try:
            await asyncio.wait({reader, writer}, return_when=asyncio.FIRST_COMPLETED)
            if self._close_code is not None:
                with suppress(TimeoutError):
                    async with asyncio.timeout(5):
                        await asyncio.shield(writer)
        finally:
            if self._session is not None:
                self._visitor.hub.leave(self)
            for failure in await end_tasks([reader, writer]):
                if not isinstance(failure, TimeoutError):
                    log.info("visitor.socket_ended", error=type(failure).__name__)
            SOCKETS.labels("visitor").dec()

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
        first = await self._hear(_AUTH_S)
        if first is None:
            return
        if not await self._let_in(first):
            return
        while (frame := await self._hear(_SILENCE_S)) is not None:
            await self._answer(frame)

    async def _hear(self, seconds: float) -> ClientFrame | None:
        async with asyncio.timeout(seconds):
            return await self._next()

    async def _let_in(self, frame: ClientFrame) -> bool:
        """Check token, chat and site; join the line first, then send what was missed: nothing falls between."""
        visitor = self._visitor
        try:
            visitor.limits.take_call(visitor.address_of(self._scope))
            session = await get_session(visitor, frame.token if frame.type == "auth" else "")
            inbox = await get_inbox_of(visitor, session)
            check_origin(visitor, inbox, Headers.from_scope(self._scope))
        except OtklikError as error:
            self.close_soon(_code_of(error))
            return False
        if inbox.record.public_key != frame.key:
            self.close_soon(_NO_SESSION)
            return False
        self._session = session
        if not visitor.hub.join(self):
            self._session = None
            self.close_soon(_TOO_MANY)
            return False
        now = await reading.show_poll(visitor, session, max(frame.after_seq, 0))
        self.push(encode(Frame(type="ready")))
        if now.items:
            self.push(encode(Frame(type="messages", items=now.items)))
        self.push(encode(Frame(type="read", seq=now.read)))
        self.push(state_frame(now.state))
        return True

    async def _next(self) -> ClientFrame | None:
        while True:
            message = await self._receive()
            if message["type"] == "websocket.disconnect":
                return None
            text = message.get("text") or ""
            if len(text) > (_SIGNAL_MAX if self._session is not None else _FRAME_MAX):
                self.close_soon(_TOO_BIG)
                return None
            try:
                return _decoder.decode(text)
            except (msgspec.DecodeError, UnicodeError):
                self.close_soon(_BAD)
                return None

    async def _answer(self, frame: ClientFrame) -> None:
        """Act on a frame; one too many is passed over, not punished."""
        try:
            if frame.call_id:
                await self._pass_call(frame)
                return
            self._visitor.limits.take_sign(self.session.id)
            match frame.type:
                case "ping":
                    self.push(encode(Frame(type="pong")))
                case "typing":
                    check_verified(self.session, settings_of(await get_inbox_of(self._visitor, self.session)))
                    await posting.show_typing(self._visitor, self.session, on=frame.on, text=frame.text)
                case "read":
                    await posting.report(self._visitor, self.session, frame.seq, DeliveryStatus.READ)
                case "delivered":
                    await posting.report(self._visitor, self.session, frame.seq, DeliveryStatus.DELIVERED)
                case _:
                    pass
        except Unavailable:
            self.close_soon(_AWAY)
        except OtklikError as error:
            log.info("visitor.frame_refused", code=error.slug)

    async def _pass_call(self, frame: ClientFrame) -> None:
        """Pass a sign of a call to the operator, or note that this end lives."""
        visitor, session = self._visitor, self.session
        visitor.limits.take_signal(session.id)
        end = End(workspace_id=session.workspace_id, session_id=session.id)
        if frame.type == "beat":
            alive = await visitor.signals.beat(end, frame.call_id)
            self.push(encode(Frame(type="beat", on=alive, seq=frame.call_id)))
        elif frame.type == "signal" and frame.data is not None:
            await visitor.signals.pass_on(end, frame.call_id, frame.data)


def _code_of(error: OtklikError) -> int:
    match error:
        case NoSession() | NotFound():
            return _NO_SESSION
        case OriginRefused():
            return _NO_ORIGIN
        case Unavailable():
            return _AWAY
        case _:
            return _TOO_MANY
