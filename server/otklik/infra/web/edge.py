"""The outermost ring around every road in: request id, headers, a line in the log, a figure, a last resort."""

import time
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

import structlog

from otklik.infra.web.caller import find_caller
from otklik.infra.web.client_address import client_address
from otklik.infra.web.headers import with_defaults
from otklik.infra.web.problems import MEDIA_TYPE, describe
from otklik.infra.web.words import preferred_language
from otklik.kit.addresses import Network
from otklik.kit.ids import new_token
from otklik.kit.metrics import HTTP_SECONDS

log = structlog.get_logger(__name__)

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Edge:
    """Wraps the dispatcher. A road that is no API route names itself by setting `path_template` in the scope."""

    def __init__(self, app: AsgiApp, *, secure: bool = False, trusted_proxies: Sequence[Network] = ()) -> None:
        self._app = app
        self._secure = secure
        self._trusted = tuple(trusted_proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        request_id = new_token(12)
        scope.setdefault("state", {})["request_id"] = request_id
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            if scope["type"] == "http":
                await self._serve(scope, receive, send, request_id)
            else:
                await self._app(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        started = time.perf_counter()
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = with_defaults(message.get("headers", ()), secure=self._secure)
                message = {**message, "headers": [*headers, (b"x-request-id", request_id.encode())]}
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:
            log.exception("http.fault", error=type(error).__name__)
            if status:
                raise
            await _answer(scope, send_with_headers, error)
        finally:
            self._note(scope, status, time.perf_counter() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        route = scope.get("path_template") or "unmatched"
        HTTP_SECONDS.labels(method, route, str(status)).observe(seconds)
        caller = find_caller(scope)
        log.info(
            "http.request",
            method=method,
            route=route,
            status=status,
            ms=round(seconds * 1000, 1),
            caller=None if caller is None else caller.key,
            workspace=None if caller is None else caller.workspace_id,
            address=client_address(scope, self._trusted),
        )


async def _answer(scope: Scope, send: Send, error: Exception) -> None:
    header = next((value for name, value in scope.get("headers", ()) if name == b"accept-language"), b"")
    problem = describe(error)
    body = problem.to_json(preferred_language(header.decode("latin-1")))
    headers = [(name.lower().encode(), value.encode()) for name, value in problem.headers]
    headers += [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
