"""Calls of Viber on the HTTP client we are given. The token travels in a header and must not get out."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from otklik.kit.http import HttpAnswer, HttpClient, HttpRequest, HttpTrouble, Refused

DEFAULT_BASE = "https://chatapi.viber.com/pa"
_DOWNLOAD_TIMEOUT_S = 300.0
_HIDDEN = "***"
_DETAIL_MAX = 300
_SECRET_MIN = 8
_OK = 200
_TELLING = frozenset({401, 403, 404, 413, 429})
_REDIRECTS = range(300, 400)
_SERVER_ERROR = 500


class Done(Struct, frozen=True):
    """The call took effect; `body` is the whole answer, still JSON."""

    body: bytes


class Refusal(Struct, frozen=True, kw_only=True):
    """Viber refused. `status` is its own; where it is -1, `http` is that of something between us."""

    status: int = -1
    http: int = _OK
    description: str = ""


class Silence(Struct, frozen=True, kw_only=True):
    """No usable answer. `sent`: the call may have taken effect. `refused`: we may not call that address."""

    detail: str
    sent: bool
    refused: bool = False


Outcome = Done | Refusal | Silence


class _Reply(Struct, frozen=True):
    status: int
    status_message: str | None = ""


class ViberClient:
    """Speaks for one bot. Nothing it returns, and nothing it could raise, holds the token."""

    def __init__(self, http: HttpClient, token: str, base_url: str = "") -> None:
        self._http = http
        self._token = token
        self._base = (base_url or DEFAULT_BASE).rstrip("/")

    def __repr__(self) -> str:
        return "ViberClient()"

    async def call(self, method: str, payload: Mapping[str, Any] | None = None) -> Outcome:
        """Make one call; never raises for what Viber or the network does."""
        headers = {"content-type": "application/json", "x-viber-auth-token": self._token}
        body = msgspec.json.encode(payload or {})
        answer = await self._ask(HttpRequest(method="POST", url=f"{self._base}/{method}", headers=headers, body=body))
        return answer if isinstance(answer, Silence) else self._read(answer)

    async def download(self, url: str, max_bytes: int) -> HttpAnswer | Silence:
        """Fetch a file by the address in a message; no token goes there."""
        return await self._ask(
            HttpRequest(method="GET", url=url, max_bytes=max_bytes, read_timeout_s=_DOWNLOAD_TIMEOUT_S)
        )

    def hide(self, text: str) -> str:
        """Take the token out of a text."""
        if len(self._token) >= _SECRET_MIN:
            text = text.replace(self._token, _HIDDEN)
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
        if reply.status == 0:
            return Done(answer.body)
        return Refusal(status=reply.status, description=self.hide(reply.status_message or ""))


def decode(outcome: Outcome, shape: type[msgspec.Struct]) -> Any:  # noqa: ANN401 - of the shape asked for, or None
    """Read an answer as a type; None when it is none, or odd."""
    if not isinstance(outcome, Done):
        return None
    try:
        return msgspec.json.decode(outcome.body, type=shape)
    except msgspec.MsgspecError:
        return None


def _not_json(answer: HttpAnswer) -> Outcome:
    """Judge an answer that is not Viber's own, but of something between us."""
    status = answer.status
    if status in _TELLING or status >= _SERVER_ERROR:
        return Refusal(http=status, description=f"HTTP {status}, not an answer of Viber")
    if status in _REDIRECTS:
        return Silence(detail=f"HTTP {status}: the address leads elsewhere", sent=False, refused=True)
    return Silence(detail=f"HTTP {status}, not an answer of Viber", sent=True)
