"""`/hooks/{token}`: where providers knock. Plain ASGI, because this is the hottest door of the house.

Verified over the raw bytes, stored, then answered: 2xx only after the commit, 503 when nothing could be stored,
401 for a call that does not prove itself (counted, kept nowhere), 413 above 1 MiB.
"""

import time
from collections.abc import Callable
from functools import cache
from typing import cast

import structlog
from msgspec import Struct

from otklik.channelkit.channel import Answer, AnswersHooks, ShakesHands
from otklik.channelkit.errors import BadSignature
from otklik.channelkit.inbound import HookCall, TypingShown
from otklik.infra.db import Database
from otklik.infra.files import FileStore
from otklik.infra.web.asgi import Receive, Scope, Send
from otklik.infra.whispers import Whispers
from otklik.kit.errors import Unavailable
from otklik.kit.metrics import HOOK_CALLS, HOOK_SECONDS
from otklik.messaging.directory import Directory, OpenInbox
from otklik.messaging.ingest import Accepted, Delivery, Ingest
from otklik.messaging.reading import read_call
from otklik.messaging.traffic import Traffic
from otklik.messaging.typing_signs import pass_typing
from otklik.messaging.uploads import keep_files

log = structlog.get_logger(__name__)

BODY_MAX = 1024 * 1024
PREFIX = "/hooks/"
_MARK = "mark/"
"""Below it we prove that this address leads to us: whoever tests a channel asks with a nonce."""
_TOKEN_SIZES = range(16, 129)
_UNAVAILABLE = 503
_HEADERS = [(b"x-content-type-options", b"nosniff"), (b"cache-control", b"no-store")]


_counter = cache(HOOK_CALLS.labels)


class TooLarge(Exception):
    """The body is over the limit."""


class Gone(Exception):
    """The other side hung up before the body was complete."""


class Road(Struct, frozen=True):
    """What the door needs to put a call on its way."""

    database: Database
    directory: Directory
    ingest: Ingest
    store: FileStore
    traffic: Traffic
    whispers: Whispers


class HookDoor:
    """The ASGI application of the door."""

    def __init__(self, road: Road, mark: Callable[[str], str] | None = None) -> None:
        self._road = road
        self._mark = mark

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one hook call."""
        started = time.perf_counter()
        channel, outcome, answer = await self._serve(scope, receive)
        _counter(channel, outcome).inc()
        HOOK_SECONDS.observe(time.perf_counter() - started)
        await _respond(send, answer)

    async def _serve(self, scope: Scope, receive: Receive) -> tuple[str, str, Answer]:
        token = scope["path"][len(PREFIX) :]
        if self._mark is not None and token.startswith(_MARK) and len(token) in _TOKEN_SIZES:
            return "none", "mark", Answer(body=self._mark(token[len(_MARK) :]).encode())
        try:
            inbox = await self._road.directory.by_token(token) if len(token) in _TOKEN_SIZES else None
            if inbox is None:
                return "none", "unknown", Answer(status=404, body=b"")
            call = await _read(scope, receive)
            return inbox.record.channel, *await self._take(inbox, call)
        except TooLarge:
            return "none", "too_large", Answer(status=413, body=b"")
        except Gone:
            return "none", "gone", Answer(status=400, body=b"")
        except Unavailable:
            return "none", "unavailable", Answer(status=503, body=b"")

    async def _take(self, inbox: OpenInbox, call: HookCall) -> tuple[str, Answer]:
        try:
            inbox.channel.verify(call, inbox.settings, inbox.record.hook_secret)
        except BadSignature:
            self._road.traffic.note_refused(inbox.record)
            return "refused", Answer(status=401, body=b"")
        if _shakes(type(inbox.channel)):
            context = self._road.directory.context(inbox)
            greeting = await cast("ShakesHands", inbox.channel).shake_hands(call, context)
            if greeting is not None:
                return "handshake", greeting
        answer = None
        if _answers(type(inbox.channel)):
            answer = cast("AnswersHooks", inbox.channel).answer(call, inbox.settings, inbox.record.hook_secret)
        if call.method == "GET":
            return "handshake", answer or Answer(status=405, body=b"")
        failed = await take_call(self._road, inbox, call)
        return "failed" if failed else "accepted", answer or Answer()


@cache
def _answers(kind: type[object]) -> bool:
    """Say whether a kind of channel has words of its own for the provider; asked once, because asking is slow."""
    return issubclass(kind, AnswersHooks)


@cache
def _shakes(kind: type[object]) -> bool:
    """Say whether a kind of channel is tried by its provider first."""
    return issubclass(kind, ShakesHands)


async def take_call(road: Road, inbox: OpenInbox, call: HookCall) -> bool:
    """Read, store and pass on a verified call; returns whether it is on the failed list. Raises Unavailable."""
    delivery = read_call(inbox, call)
    if any(isinstance(happening, TypingShown) for happening in delivery.happenings):
        await pass_typing(road.database, road.whispers, inbox.record, delivery.happenings)
    return (await store_delivery(road, delivery)).failed


async def store_delivery(road: Road, delivery: Delivery) -> Accepted:
    """Store a genuine delivery with its files, and count what became of it; raises Unavailable."""
    road.traffic.note_arrived(delivery.inbox)
    try:
        accepted = await road.ingest.accept(delivery, await keep_files(road.store, delivery.happenings))
    except Unavailable:
        road.traffic.note_unstored(delivery.inbox)
        raise
    road.traffic.note_stored(delivery, accepted)
    return accepted


async def _read(scope: Scope, receive: Receive) -> HookCall:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > BODY_MAX:
        raise TooLarge
    body = await _read_body(receive)
    return HookCall(
        body=body, headers=headers, query=scope["query_string"].decode("latin-1"), method=scope["method"],
        path=scope["path"],
    )  # fmt: skip


async def _read_body(receive: Receive) -> bytes:
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body"):
        body: bytes = message.get("body", b"")
        if len(body) > BODY_MAX:
            raise TooLarge
        return body
    chunks: list[bytes] = []
    size = 0
    while True:
        if message["type"] == "http.disconnect":
            raise Gone
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > BODY_MAX:
            raise TooLarge
        chunks.append(chunk)
        if not message.get("more_body"):
            return b"".join(chunks)
        message = await receive()


async def _respond(send: Send, answer: Answer) -> None:
    headers = [
        (b"content-type", answer.content_type.encode()),
        (b"content-length", str(len(answer.body)).encode()),
        *_HEADERS,
    ]
    if answer.status == _UNAVAILABLE:
        headers.append((b"retry-after", b"5"))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
