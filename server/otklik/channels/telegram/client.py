"""Calls of the Bot API on the HTTP client we are given. The token stands in every address and must not get out."""

import math
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import msgspec
from msgspec import Struct

from otklik.kit.http import FilePart, HttpAnswer, HttpClient, HttpRequest, HttpTrouble, Refused

DEFAULT_BASE = "https://api.telegram.org"
_UPLOAD_TIMEOUT_S = 300.0
_READ_TIMEOUT_S = 30.0
_HIDDEN = "***"
_DETAIL_MAX = 300
_SECRET_MIN = 8
_TELLING = frozenset({401, 404, 413, 429})
_REDIRECTS = range(300, 400)
_SERVER_ERROR = 500


class Done(Struct, frozen=True):
    """The call took effect; `result` is what Telegram returned, still JSON."""

    result: msgspec.Raw


class Refusal(Struct, frozen=True, kw_only=True):
    """Telegram refused; nothing happened, except perhaps after a 5xx."""

    code: int
    description: str
    retry_after_s: float | None = None
    migrate_to_chat_id: int | None = None


class Silence(Struct, frozen=True, kw_only=True):
    """No usable answer. `sent`: the call may have taken effect. `refused`: we may not call that address."""

    detail: str
    sent: bool
    refused: bool = False


Outcome = Done | Refusal | Silence


class _Parameters(Struct, frozen=True):
    retry_after: float | None = None
    migrate_to_chat_id: int | None = None


class _Reply(Struct, frozen=True):
    ok: bool
    result: msgspec.Raw = msgspec.Raw(b"null")
    error_code: int = 0
    description: str = ""
    parameters: _Parameters | None = None


class TelegramClient:
    """Speaks for one bot. Nothing it returns, and nothing it could raise, holds the token."""

    def __init__(self, http: HttpClient, token: str, base_url: str = "") -> None:
        self._http = http
        self._token = token
        self._base = (base_url or DEFAULT_BASE).rstrip("/")

    def __repr__(self) -> str:
        return f"TelegramClient(bot {self._token.partition(':')[0][:20]!r})"

    async def call(
        self, method: str, payload: Mapping[str, Any], files: Mapping[str, FilePart] | None = None, *,
        read_timeout_s: float = _READ_TIMEOUT_S,
    ) -> Outcome:  # fmt: skip
        """Make one call; never raises for what Telegram or the network does."""
        request = self._request(method, payload, files, read_timeout_s)
        answer = await self._ask(request)
        return answer if isinstance(answer, Silence) else self._read(answer)

    async def download(self, path: str, max_bytes: int) -> HttpAnswer | Silence:
        """Fetch a file by the path that getFile gave."""
        url = f"{self._base}/file/bot{self._token}/{quote(path, safe='/')}"
        return await self._ask(
            HttpRequest(method="GET", url=url, max_bytes=max_bytes, read_timeout_s=_UPLOAD_TIMEOUT_S)
        )

    def hide(self, text: str) -> str:
        """Take the token, whole or in part, out of a text."""
        secret = self._token.partition(":")[2]
        for part in sorted({self._token, quote(self._token, safe=""), secret}, key=len, reverse=True):
            if len(part) >= _SECRET_MIN or (part and part == self._token):
                text = text.replace(part, _HIDDEN)
        return text[:_DETAIL_MAX]

    def _request(
        self, method: str, payload: Mapping[str, Any], files: Mapping[str, FilePart] | None, timeout_s: float
    ) -> HttpRequest:
        url = f"{self._base}/bot{self._token}/{method}"
        if not files:
            headers = {"content-type": "application/json"}
            body = msgspec.json.encode(payload)
            return HttpRequest(method="POST", url=url, headers=headers, body=body, read_timeout_s=timeout_s)
        form: dict[str, str | FilePart] = {name: _as_field(value) for name, value in payload.items()}
        return HttpRequest(method="POST", url=url, form={**form, **files}, read_timeout_s=_UPLOAD_TIMEOUT_S)

    async def _ask(self, request: HttpRequest) -> HttpAnswer | Silence:
        try:
            return await self._http.request(request)
        except HttpTrouble as trouble:
            detail = self.hide(trouble.detail)
            return Silence(detail=detail, sent=trouble.sent, refused=isinstance(trouble, Refused) and not trouble.sent)
        except UnicodeError:
            return Silence(detail="the address cannot be written", sent=False, refused=True)

    def _read(self, answer: HttpAnswer) -> Outcome:
        try:
            reply = msgspec.json.decode(answer.body, type=_Reply)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return _not_json(answer)
        if reply.ok:
            return Done(reply.result.copy())
        extra = reply.parameters or _Parameters()
        return Refusal(
            code=reply.error_code or answer.status, description=self.hide(reply.description),
            retry_after_s=_wait(extra.retry_after, answer), migrate_to_chat_id=extra.migrate_to_chat_id,
        )  # fmt: skip


def _not_json(answer: HttpAnswer) -> Outcome:
    """Judge an answer that is not Telegram's own, but of something between us."""
    status = answer.status
    if status in _TELLING or status >= _SERVER_ERROR:
        return Refusal(code=status, description=f"HTTP {status}, not JSON", retry_after_s=_wait(None, answer))
    if status in _REDIRECTS:
        return Silence(detail=f"HTTP {status}: the address leads elsewhere", sent=False, refused=True)
    return Silence(detail=f"HTTP {status}, not JSON", sent=status < _REDIRECTS.start)


def _wait(seconds: float | None, answer: HttpAnswer) -> float | None:
    """Return how long to wait, from the body or the header."""
    if seconds is None:
        header = answer.headers.get("retry-after", "")
        seconds = float(header) if header.isdecimal() and len(header) < 10 else None  # noqa: PLR2004 - absurd beyond
    return seconds if seconds is not None and math.isfinite(seconds) and seconds >= 0 else None


def _as_field(value: object) -> str:
    if isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode()
