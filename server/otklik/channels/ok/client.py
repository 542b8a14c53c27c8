"""Calls of the graph API on the HTTP client we are given. The token stands in every address and must not get out."""

import math
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from msgspec import Struct

from otklik.kit.http import FilePart, HttpAnswer, HttpClient, HttpRequest, HttpTrouble, Refused

DEFAULT_BASE = "https://api.ok.ru/graph"
_UPLOAD_TIMEOUT_S = 300.0
_READ_TIMEOUT_S = 30.0
_HIDDEN = "***"
_DETAIL_MAX = 300
_SECRET_MIN = 8
_OK = range(200, 300)
_REDIRECTS = range(300, 400)
_TELLING = frozenset({401, 403, 413, 429})
_SERVER_ERROR = 500
_WAIT_DIGITS = 9


class Done(Struct, frozen=True):
    """The call took effect; `result` is what was answered, still JSON."""

    result: bytes


class Refusal(Struct, frozen=True, kw_only=True):
    """Odnoklassniki refused. `code` is its own number, 0 when there is none: good statuses carry refusals too."""

    status: int
    code: int = 0
    words: str = ""
    retry_after_s: float | None = None

    def __str__(self) -> str:
        return " ".join(part for part in (str(self.code or self.status), self.words) if part)


class Silence(Struct, frozen=True, kw_only=True):
    """No usable answer. `sent`: the call may have taken effect. `refused`: we may not call that address."""

    detail: str
    sent: bool
    refused: bool = False


Outcome = Done | Refusal | Silence


class _Error(Struct, frozen=True):
    error_code: Any = None
    error_msg: Any = None
    error: Any = None
    message: Any = None
    success: Any = None


class OkClient:
    """Speaks for one group. Nothing it returns, and nothing it could raise, holds the token."""

    def __init__(self, http: HttpClient, token: str, base_url: str = "") -> None:
        self._http = http
        self._token = token
        self._base = (base_url or DEFAULT_BASE).rstrip("/")

    def __repr__(self) -> str:
        return f"OkClient({self._base!r})"

    async def call(self, action: str, query: Mapping[str, str] | None = None, body: object = None) -> Outcome:
        """Make one call, such as `POST /me/subscribe`; never raises for what the provider or the network does."""
        method, _, path = action.partition(" ")
        url = f"{self._base}{path}?{urlencode({'access_token': self._token, **(query or {})})}"
        headers = {"content-type": "application/json;charset=utf-8"} if body is not None else {}
        encoded = msgspec.json.encode(body) if body is not None else None
        request = HttpRequest(method=method, url=url, headers=headers, body=encoded, read_timeout_s=_READ_TIMEOUT_S)
        return await self._outcome(request)

    async def upload(self, url: str, file: FilePart, *, form: bool) -> Outcome:
        """Send a file to the place that was named: as the body itself, or as a form."""
        request = HttpRequest(
            method="POST", url=url, headers={} if form else {"content-type": file.mime},
            body=None if form else file.data, form={"data": file} if form else None,
            read_timeout_s=_UPLOAD_TIMEOUT_S,
        )  # fmt: skip
        answer = await self._ask(request)
        if isinstance(answer, Silence):
            return answer
        told = _decode(answer.body)
        if answer.status in _OK and not (told and told.error_code is not None):
            return Done(answer.body)
        return self._refusal(answer, told)

    async def download(self, url: str, max_bytes: int) -> HttpAnswer | Silence:
        """Fetch a file from the address that was given; the token is not for that place."""
        return await self._ask(
            HttpRequest(method="GET", url=url, max_bytes=max_bytes, read_timeout_s=_UPLOAD_TIMEOUT_S)
        )

    def hide(self, text: str) -> str:
        """Take the token, as it is or as part of an address, out of a text."""
        for form in (self._token, quote(self._token, safe="")):
            if len(form) >= _SECRET_MIN:
                text = text.replace(form, _HIDDEN)
        return text[:_DETAIL_MAX]

    async def _outcome(self, request: HttpRequest) -> Outcome:
        answer = await self._ask(request)
        if isinstance(answer, Silence):
            return answer
        told = _decode(answer.body)
        if answer.status in _REDIRECTS:
            return Silence(detail=f"HTTP {answer.status}: the address leads elsewhere", sent=False, refused=True)
        if told is None:
            return self._strange(answer)
        failed = answer.status not in _OK or told.error_code is not None or told.success is False
        return self._refusal(answer, told) if failed else Done(answer.body)

    def _strange(self, answer: HttpAnswer) -> Outcome:
        """Judge an answer that is no JSON, and so perhaps of something between us."""
        if answer.status in _OK:
            return Silence(detail=f"HTTP {answer.status}, not JSON", sent=True)
        if answer.status in _TELLING - {403} or answer.status >= _SERVER_ERROR:
            return self._refusal(answer, None)
        return Silence(detail=f"HTTP {answer.status}, not JSON", sent=False)

    async def _ask(self, request: HttpRequest) -> HttpAnswer | Silence:
        try:
            return await self._http.request(request)
        except HttpTrouble as trouble:
            detail = self.hide(trouble.detail)
            return Silence(detail=detail, sent=trouble.sent, refused=isinstance(trouble, Refused) and not trouble.sent)
        except UnicodeError:
            return Silence(detail="the address cannot be written", sent=False, refused=True)

    def _refusal(self, answer: HttpAnswer, told: _Error | None) -> Refusal:
        code = told.error_code if told and isinstance(told.error_code, int) else 0
        words = [one for one in ((told.error_msg, told.message, told.error) if told else ()) if isinstance(one, str)]
        header = answer.headers.get("retry-after", "")
        wait = float(header) if header.isdecimal() and len(header) <= _WAIT_DIGITS else None
        return Refusal(
            status=answer.status, code=code, words=self.hide("; ".join(dict.fromkeys(words))),
            retry_after_s=wait if wait is not None and math.isfinite(wait) else None,
        )  # fmt: skip


def _decode(body: bytes) -> _Error | None:
    try:
        return msgspec.json.decode(body, type=_Error)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
