"""Calls of VK on the HTTP client we are given. The key of the community travels in the body and must not get out."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from msgspec import Struct

from otklik.kit.http import FilePart, HttpAnswer, HttpClient, HttpRequest, HttpTrouble, Refused

DEFAULT_BASE = "https://api.vk.ru"
VERSION = "5.199"
_UPLOAD_TIMEOUT_S = 300.0
_READ_TIMEOUT_S = 30.0
_HIDDEN = "***"
_DETAIL_MAX = 300
_SECRET_MIN = 8
_OK = 200
_TELLING = frozenset({401, 403, 404, 413, 429})
_REDIRECTS = range(300, 400)
_SERVER_ERROR = 500


class Done(Struct, frozen=True):
    """The call took effect; `result` is what VK returned, still JSON."""

    result: msgspec.Raw


class Refusal(Struct, frozen=True, kw_only=True):
    """VK refused and nothing happened. `code` is VK's own; without one, `status` is that of something between us."""

    code: int = 0
    status: int = _OK
    description: str = ""


class Silence(Struct, frozen=True, kw_only=True):
    """No usable answer. `sent`: the call may have taken effect. `refused`: we may not call that address."""

    detail: str
    sent: bool
    refused: bool = False


Outcome = Done | Refusal | Silence


class _Error(Struct, frozen=True):
    error_code: int = 0
    error_msg: str = ""


class _Reply(Struct, frozen=True):
    response: msgspec.Raw = msgspec.Raw(b"")
    error: _Error | None = None


class VkClient:
    """Speaks for one community. Nothing it returns, and nothing it could raise, holds the key."""

    def __init__(self, http: HttpClient, token: str, base_url: str = "") -> None:
        self._http = http
        self._token = token
        self._base = (base_url or DEFAULT_BASE).rstrip("/")

    def __repr__(self) -> str:
        return "VkClient()"

    async def call(
        self, method: str, params: Mapping[str, Any] | None = None, *, read_timeout_s: float = _READ_TIMEOUT_S
    ) -> Outcome:
        """Make one call; never raises for what VK or the network does."""
        fields = {name: _as_field(value) for name, value in (params or {}).items()}
        body = urlencode({**fields, "access_token": self._token, "v": VERSION}, errors="replace").encode()
        answer = await self._ask(
            HttpRequest(
                method="POST", url=f"{self._base}/method/{method}", body=body, read_timeout_s=read_timeout_s,
                headers={"content-type": "application/x-www-form-urlencoded"},
            )
        )  # fmt: skip
        return answer if isinstance(answer, Silence) else self._read(answer)

    async def upload(self, url: str, field: str, file: FilePart) -> HttpAnswer | Silence:
        """Hand a file to the place that VK named for it."""
        return await self._ask(
            HttpRequest(method="POST", url=url, form={field: file}, read_timeout_s=_UPLOAD_TIMEOUT_S)
        )

    async def download(self, url: str, max_bytes: int) -> HttpAnswer | Silence:
        """Fetch a file by the address in a message; no key goes there."""
        return await self._ask(
            HttpRequest(method="GET", url=url, max_bytes=max_bytes, read_timeout_s=_UPLOAD_TIMEOUT_S)
        )

    async def wait(self, url: str, read_timeout_s: float) -> HttpAnswer | Silence:
        """Wait at VK for news."""
        return await self._ask(HttpRequest(method="GET", url=url, read_timeout_s=read_timeout_s))

    def hide(self, text: str) -> str:
        """Take the key out of a text."""
        for part in {self._token, quote(self._token, safe="")}:
            if len(part) >= _SECRET_MIN:
                text = text.replace(part, _HIDDEN)
        return text[:_DETAIL_MAX]

    async def _ask(self, request: HttpRequest) -> HttpAnswer | Silence:
        try:
            return await self._http.request(request)
        except HttpTrouble as trouble:
            detail = self.hide(trouble.detail)
            return Silence(detail=detail, sent=trouble.sent, refused=isinstance(trouble, Refused) and not trouble.sent)
        except (UnicodeError, ValueError):
            return Silence(detail="the address cannot be written", sent=False, refused=True)

    def _read(self, answer: HttpAnswer) -> Outcome:
        try:
            reply = msgspec.json.decode(answer.body, type=_Reply)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return _not_json(answer)
        if reply.error is not None:
            return Refusal(code=reply.error.error_code, description=self.hide(reply.error.error_msg))
        if not bytes(reply.response):
            return _not_json(answer)
        return Done(reply.response.copy())


def _not_json(answer: HttpAnswer) -> Outcome:
    """Judge an answer that is not VK's own, but of something between us."""
    status = answer.status
    if status in _TELLING or status >= _SERVER_ERROR:
        return Refusal(status=status, description=f"HTTP {status}, not an answer of VK")
    if status in _REDIRECTS:
        return Silence(detail=f"HTTP {status}: the address leads elsewhere", sent=False, refused=True)
    return Silence(detail=f"HTTP {status}, not an answer of VK", sent=status < _REDIRECTS.start)


def _as_field(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
