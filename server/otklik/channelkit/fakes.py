"""What fake providers share: a small ASGI core, moods, hooks delivered with retries, an HTTP client without sockets.

A fake is honest about the wire and keeps two logs for checkers: what it received and what it delivered.
"""

import asyncio
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
from msgspec import Struct, field

from otklik.kit.clock import utc_now
from otklik.kit.http import FilePart, HttpAnswer, HttpClient, HttpRequest, HttpTrouble

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]
Sleep = Callable[[float], Awaitable[None]]
Clock = Callable[[], datetime]

_SUCCESS = 2

# Requests and answers -----------------------------------------------------------------------------------------


class FakeRequest(Struct, frozen=True, kw_only=True):
    """A complete request; `path` is decoded and begins after the mount point, header names are lower-case."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class FakeAnswer(Struct, frozen=True, kw_only=True):
    """A complete answer."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def json_answer(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> FakeAnswer:
    """Answer with JSON."""
    all_headers = {"content-type": "application/json", **(headers or {})}
    return FakeAnswer(status=status, body=msgspec.json.encode(value), headers=all_headers)


class AsgiFake:
    """An ASGI application made of one coroutine, `respond`; can stand at any mount point."""

    max_body = 64 * 1024 * 1024

    async def respond(self, request: FakeRequest) -> FakeAnswer:
        """Answer one request."""
        raise NotImplementedError

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Speak ASGI."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "http":
            body = await _read_body(receive, self.max_body)
            if body is None:
                answer = FakeAnswer(status=413, body=b"Request Entity Too Large")
            else:
                answer = await self.respond(_request(scope, body))
            await _write(send, answer)


def _request(scope: Scope, body: bytes) -> FakeRequest:
    root = str(scope.get("root_path") or "").rstrip("/")
    path = str(scope["path"])
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    return FakeRequest(
        method=scope["method"],
        path=path[len(root) :] if root and path.startswith(root + "/") else path,
        query=scope.get("query_string", b"").decode("latin-1"),
        headers=headers,
        body=body,
    )


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


async def _read_body(receive: Receive, limit: int) -> bytes | None:
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b"".join(chunks)
        chunk = message.get("body", b"")
        size += len(chunk)
        if size <= limit:
            chunks.append(chunk)
        if not message.get("more_body"):
            return b"".join(chunks) if size <= limit else None


async def _write(send: Send, answer: FakeAnswer) -> None:
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers.items()]
    headers.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


# Multipart forms ------------------------------------------------------------------------------------------------


class Form(Struct, frozen=True):
    """A decoded form: plain fields and files."""

    fields: Mapping[str, str]
    files: Mapping[str, FilePart]


def parse_multipart(body: bytes, content_type: str) -> Form:
    """Read multipart/form-data; raises ValueError when it is not."""
    boundary = _parameter(content_type, "boundary")
    if not boundary:
        raise ValueError("no boundary")
    fields: dict[str, str] = {}
    files: dict[str, FilePart] = {}
    for chunk in (b"\r\n" + body).split(b"\r\n--" + boundary.encode("latin-1"))[1:-1]:
        head, gap, data = chunk.partition(b"\r\n\r\n")
        if not gap:
            raise ValueError("a part without headers")
        headers = _part_headers(head)
        disposition = headers.get("content-disposition", "")
        name = _parameter(disposition, "name")
        if "filename" in disposition:
            mime = headers.get("content-type", "application/octet-stream")
            files[name] = FilePart(_parameter(disposition, "filename"), data, mime)
        else:
            fields[name] = data.decode("utf-8", "replace")
    return Form(fields, files)


def encode_multipart(form: Mapping[str, str | FilePart]) -> tuple[bytes, str]:
    """Write multipart/form-data; returns the body and its content type."""
    boundary = secrets.token_hex(16)
    chunks = []
    for name, value in form.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'
        if isinstance(value, FilePart):
            safe = value.name.replace('"', "%22").replace("\r", "").replace("\n", "")
            head += f'; filename="{safe}"\r\nContent-Type: {value.mime}'
            chunks += [head.encode(), b"\r\n\r\n", value.data, b"\r\n"]
        else:
            chunks += [head.encode(), b"\r\n\r\n", value.encode("utf-8", "surrogatepass"), b"\r\n"]
    chunks.append(f"--{boundary}--\r\n".encode())
    return b"".join(chunks), f"multipart/form-data; boundary={boundary}"


def _part_headers(head: bytes) -> dict[str, str]:
    lines = head.decode("utf-8", "replace").split("\r\n")
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _parameter(header: str, name: str) -> str:
    """Read one parameter of a header; the extended form (name*=utf-8''…) counts too."""
    for raw in header.split(";")[1:]:
        key, _, value = raw.strip().partition("=")
        if key.lower() == name:
            return unquote(value.strip('"')) if "%" in value else value.strip('"')
        if key.lower() == f"{name}*":
            return unquote(value.rpartition("''")[2])
    return ""


# Moods ----------------------------------------------------------------------------------------------------------


class _Spell(Struct):
    times: int | None
    only: frozenset[str]
    value: float


class Moods:
    """Misbehaviour that a test or a demonstration switches on, for some calls or until further notice."""

    def __init__(self) -> None:
        self._spells: dict[str, _Spell] = {}

    def set(self, mood: str, *, times: int | None = None, only: tuple[str, ...] = (), value: float = 0) -> None:
        """Switch a mood on: for `times` occasions (None: until cleared), only for the calls named."""
        self._spells[mood] = _Spell(times, frozenset(only), value)

    def clear(self, mood: str | None = None) -> None:
        """Switch one mood off, or all."""
        if mood is None:
            self._spells.clear()
        else:
            self._spells.pop(mood, None)

    def take(self, mood: str, call: str = "") -> float | None:
        """Use the mood up once if it is on for this call: returns its value, or None."""
        spell = self._spells.get(mood)
        if spell is None or (spell.only and call not in spell.only):
            return None
        if spell.times is not None:
            spell.times -= 1
            if spell.times <= 0:
                del self._spells[mood]
        return spell.value


# Waiting for changes --------------------------------------------------------------------------------------------


class Changes:
    """A counter that only grows, and a way to wait for its growth."""

    def __init__(self, version: int = 0) -> None:
        self.version = version
        self._waiters: set[asyncio.Future[None]] = set()

    def bump(self) -> None:
        """Something changed; everybody who waits looks again."""
        self.version += 1
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def wait(self, since: int, timeout_s: float) -> int:
        """Return the version as soon as it differs from `since`, or when the time is over."""
        if self.version != since or timeout_s <= 0:
            return self.version
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(timeout_s):
                    await waiter
        finally:
            self._waiters.discard(waiter)
        return self.version


# Hooks ----------------------------------------------------------------------------------------------------------


class HookResult(Struct, frozen=True):
    """One attempt: whether it was accepted, the words of the failure, and whether there will be another."""

    ok: bool
    status: int = 0
    detail: str = ""
    final: bool = True


class Hook(Struct, frozen=True, kw_only=True):
    """One delivery. Deliveries of one lane go one after another; `report` hears of every attempt."""

    lane: str
    request: HttpRequest
    expires_at: float
    report: Callable[[HookResult], None]


class HookSender:
    """Delivers hooks like a provider: lanes in parallel, repeats with growing pauses, Retry-After obeyed.

    Moods: `duplicate` delivers an accepted hook again, `disorder` lets the next hook overtake this one.
    """

    def __init__(
        self, http: HttpClient, moods: Moods, pauses: Callable[[], Iterator[float]], *,
        clock: Clock = utc_now, sleep: Sleep = asyncio.sleep,
    ) -> None:  # fmt: skip
        self._http = http
        self._moods = moods
        self._pauses = pauses
        self._clock = clock
        self._sleep = sleep
        self._lanes: dict[str, deque[Hook]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._held: list[Hook] = []

    def push(self, hook: Hook) -> None:
        """Queue a delivery; must be called inside a running event loop."""
        if self._moods.take("disorder") is not None:
            self._held.append(hook)
            return
        lane, held, self._held = hook.lane, self._held, []
        self._lanes.setdefault(lane, deque()).extend((hook, *held))
        if lane not in self._tasks:
            self._tasks[lane] = asyncio.create_task(self._empty(lane))

    def cancel(self, prefix: str = "") -> None:
        """Forget what waits in the lanes whose names begin so."""
        for lane in [name for name in self._lanes if name.startswith(prefix)]:
            self._lanes.pop(lane).clear()
            task = self._tasks.pop(lane, None)
            if task is not None:
                task.cancel()
        self._held = [hook for hook in self._held if not hook.lane.startswith(prefix)]

    async def settle(self) -> None:
        """Wait until every lane is empty."""
        while self._tasks:
            await asyncio.wait(tuple(self._tasks.values()))

    async def _empty(self, lane: str) -> None:
        queue = self._lanes[lane]
        try:
            while queue:
                hook = queue[0]
                await self._deliver(hook)
                if queue and queue[0] is hook:
                    queue.popleft()
        finally:
            if self._lanes.get(lane) is queue:
                del self._lanes[lane]
                del self._tasks[lane]

    async def _deliver(self, hook: Hook) -> None:
        pauses = self._pauses()
        while True:
            result, wait = await self._attempt(hook)
            if result.ok:
                if self._moods.take("duplicate") is not None:
                    await self._attempt(hook)
                return hook.report(result)
            pause = wait if wait is not None else next(pauses)
            expired = self._clock().timestamp() + pause > hook.expires_at
            hook.report(msgspec.structs.replace(result, final=expired))
            if expired:
                return None
            await self._sleep(pause)

    async def _attempt(self, hook: Hook) -> tuple[HookResult, float | None]:
        try:
            answer = await self._http.request(hook.request)
        except HttpTrouble as trouble:
            return HookResult(ok=False, detail=trouble.detail), None
        if answer.status // 100 == _SUCCESS:
            return HookResult(ok=True, status=answer.status), None
        after = answer.headers.get("retry-after", "")
        wait = min(float(after), 3600.0) if after.isdigit() else None
        return HookResult(ok=False, status=answer.status, detail=str(answer.status)), wait


# An HTTP client without sockets -----------------------------------------------------------------------------------


class LocalHttp:
    """An HttpClient that reaches ASGI applications by host name, with the real client's manners.

    `patience_s` caps every read time-out, so that tests need not wait; `unplugged` lets no request out;
    `seen` keeps the requests.
    """

    def __init__(self, apps: Mapping[str, AsgiApp], patience_s: float = 30.0) -> None:
        self._apps = dict(apps)
        self._patience_s = patience_s
        self.unplugged = False
        self.seen: list[HttpRequest] = []

    def mount(self, host: str, app: AsgiApp) -> None:
        """Let a host name lead to an application."""
        self._apps[host] = app

    async def request(self, request: HttpRequest) -> HttpAnswer:
        """Ask the application of that host."""
        self.seen.append(request)
        app = self._apps.get(urlsplit(request.url).netloc)
        if app is None or self.unplugged:
            raise HttpTrouble("cannot connect", sent=False)
        patience = min(request.read_timeout_s, self._patience_s)
        answer: HttpAnswer | None = None
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                answer = await _ask(app, request)
        if answer is None:
            raise HttpTrouble("no answer in time", sent=True)
        if len(answer.body) > request.max_bytes:
            raise HttpTrouble("the answer is over its limit", sent=True)
        return answer


async def _ask(app: AsgiApp, request: HttpRequest) -> HttpAnswer:
    body, headers = request.body or b"", dict(request.headers)
    if request.form is not None:
        body, headers["content-type"] = encode_multipart(request.form)
    url = urlsplit(request.url)
    scope: Scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": request.method,
        "scheme": url.scheme, "path": unquote(url.path), "raw_path": url.path.encode(), "root_path": "",
        "query_string": url.query.encode(), "client": ("127.0.0.1", 1), "server": (url.hostname, url.port or 443),
        "headers": [(name.lower().encode(), value.encode("utf-8")) for name, value in
                    {"host": url.netloc, "content-length": str(len(body)), **headers}.items()],
    }  # fmt: skip
    answered: list[MutableMapping[str, Any]] = []
    given = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> MutableMapping[str, Any]:
        return next(given, {"type": "http.disconnect"})

    async def send(message: MutableMapping[str, Any]) -> None:
        answered.append(message)

    await app(scope, receive, send)
    start = answered[0]
    found = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in start["headers"]}
    return HttpAnswer(start["status"], found, b"".join(part.get("body", b"") for part in answered[1:]))
