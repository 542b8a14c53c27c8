"""Calls of the MAX API on the HTTP client we are given. The token travels in a header and must not get out."""

import math
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from msgspec import Struct

from otklik.kit.http import FilePart, HttpAnswer, HttpClient, HttpRequest, HttpTrouble, Refused, Untrusted

DEFAULT_BASE = "https://platform-api2.max.ru"
_UPLOAD_TIMEOUT_S = 300.0
_READ_TIMEOUT_S = 30.0
_HIDDEN = "***"
_DETAIL_MAX = 300
_SECRET_MIN = 8
_OK = range(200, 300)
_REDIRECTS = range(300, 400)
_TELLING = frozenset({401, 413, 429})
_SERVER_ERROR = 500
_WAIT_DIGITS = 9


class Done(Struct, frozen=True):
    """The call took effect; `result` is what MAX answered, still JSON."""

    result: bytes


class Refusal(Struct, frozen=True, kw_only=True):
    """MAX refused; nothing happened, except perhaps after a 5xx. `code` is MAX's own key of the error."""

    status: int
    code: str = ""
    words: str = ""
    retry_after_s: float | None = None

    def __str__(self) -> str:
        return " ".join(part for part in (str(self.status), self.code, self.words) if part)


class Silence(Struct, frozen=True, kw_only=True):
    """No usable answer. `sent`: the call may have taken effect. `refused`: we may not call that address.

    `untrusted`: the certificate of the other side is of an authority that this server does not trust.
    """

    detail: str
    sent: bool
    refused: bool = False
    untrusted: bool = False


Outcome = Done | Refusal | Silence


class _Error(Struct, frozen=True):
    code: Any = None
    message: Any = None
    error: Any = None
    success: bool | None = None


class MaxClient:
    """Speaks for one bot. Nothing it returns, and nothing it could raise, holds the token."""

    def __init__(self, http: HttpClient, token: str, base_url: str = "") -> None:
        self._http = http
        self._token = token
        self._base = (base_url or DEFAULT_BASE).rstrip("/")

    def __repr__(self) -> str:
        return f"MaxClient({self._base!r})"

    async def call(
        self, action: str, query: Mapping[str, str] | None = None, body: object = None, *,
        read_timeout_s: float = _READ_TIMEOUT_S,
    ) -> Outcome:  # fmt: skip
        """Make one call, such as `POST /messages`; never raises for what MAX or the network does."""
        method, _, path = action.partition(" ")
        headers = {"authorization": self._token}
        encoded: bytes | None = None
        if body is not None:
            headers["content-type"] = "application/json"
            encoded = msgspec.json.encode(body)
        url = f"{self._base}{path}" + (f"?{urlencode(query)}" if query else "")
        request = HttpRequest(method=method, url=url, headers=headers, body=encoded, read_timeout_s=read_timeout_s)
        answer = await self._ask(request)
        return answer if isinstance(answer, Silence) else self._read(answer)

    async def upload(self, url: str, file: FilePart) -> Outcome:
        """Send a file to the place that MAX named; the token stays here, the place knows who may."""
        answer = await self._ask(
            HttpRequest(method="POST", url=url, form={"data": file}, read_timeout_s=_UPLOAD_TIMEOUT_S)
        )
        if isinstance(answer, Silence):
            return answer
        if answer.status in _OK and not _says_error(answer.body):
            return Done(answer.body)
        return self._refusal(answer, _decode(answer.body))

    async def download(self, url: str, max_bytes: int) -> HttpAnswer | Silence:
        """Fetch a file from the address that MAX gave; the token is not for that place."""
        return await self._ask(
            HttpRequest(method="GET", url=url, max_bytes=max_bytes, read_timeout_s=_UPLOAD_TIMEOUT_S)
        )

    def hide(self, text: str) -> str:
        """Take the token, as it is or as part of an address, out of a text."""
        for form in (self._token, quote(self._token, safe="")):
            if len(form) >= _SECRET_MIN:
                text = text.replace(form, _HIDDEN)
        return text[:_DETAIL_MAX]

    async def _ask(self, request: HttpRequest) -> HttpAnswer | Silence:
        try:
            return await self._http.request(request)
        except HttpTrouble as trouble:
            return Silence(
                detail=self.hide(trouble.detail), sent=trouble.sent, untrusted=isinstance(trouble, Untrusted),
                refused=isinstance(trouble, Refused) and not trouble.sent,
            )  # fmt: skip
        except UnicodeError:
            return Silence(detail="the address cannot be written", sent=False, refused=True)

    def _read(self, answer: HttpAnswer) -> Outcome:
        told = _decode(answer.body)
        if answer.status in _REDIRECTS:
            return Silence(detail=f"HTTP {answer.status}: the address leads elsewhere", sent=False, refused=True)
        if answer.status not in _OK:
            return self._refusal(answer, told) if told or _is_telling(answer.status) else _not_its_own(answer)
        if told is None:
            return Silence(detail=f"HTTP {answer.status}, not JSON", sent=True)
        return self._refusal(answer, told) if told.success is False else Done(answer.body)

    def _refusal(self, answer: HttpAnswer, told: _Error | None) -> Refusal:
        code = told.code if told and isinstance(told.code, str) else ""
        words = [one for one in ((told.message, told.error) if told else ()) if isinstance(one, str) and one]
        if told is None:
            words = [_plain(answer.body) or "not JSON"]
        return Refusal(
            status=answer.status, code=self.hide(code)[:100], words=self.hide("; ".join(dict.fromkeys(words))),
            retry_after_s=_wait(answer),
        )  # fmt: skip


def _is_telling(status: int) -> bool:
    """Whether a status says enough even when the page with it is not MAX's own."""
    return status in _TELLING or status >= _SERVER_ERROR


def _not_its_own(answer: HttpAnswer) -> Silence:
    """Judge a refusal that is not MAX's own but of something between us: nothing reached MAX."""
    return Silence(detail=f"HTTP {answer.status}, not JSON", sent=False)


def _decode(body: bytes) -> _Error | None:
    try:
        return msgspec.json.decode(body, type=_Error)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _says_error(body: bytes) -> bool:
    """Whether an upload's answer with a good status is an error all the same."""
    told = _decode(body)
    return told is not None and (told.success is False or told.error is not None or isinstance(told.code, str))


def _plain(body: bytes) -> str:
    """Return a short answer that is no JSON, if it is words and no page."""
    text = body[:_DETAIL_MAX].decode("utf-8", "replace").strip()
    return "" if text.startswith("<") or not text.isprintable() else text


def _wait(answer: HttpAnswer) -> float | None:
    header = answer.headers.get("retry-after", "")
    seconds = float(header) if header.isdecimal() and len(header) <= _WAIT_DIGITS else None
    return seconds if seconds is not None and math.isfinite(seconds) else None
