"""Requests to the other side's address, on the HTTP client we are given: signed, and answered or not."""

import time
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import msgspec
from msgspec import Struct

from otklik.channels.json.settings import Rules, Settings, read_rules, scheme_of
from otklik.channels.json.signatures import sign
from otklik.channels.json.template import fill_address
from otklik.kit.http import HttpClient, HttpRequest, HttpTrouble, Refused

_SUCCESS = range(200, 300)
_ANSWER_MAX = 256 * 1024
_DETAIL_MAX = 300
_HIDDEN = "***"
_SECRET_MIN = 4
_READ_TIMEOUT_S = 30.0
_UPLOAD_TIMEOUT_S = 120.0
_LARGE = 1024 * 1024


class Done(Struct, frozen=True):
    """The other side took it; `answer` is what it said, None when that was not JSON."""

    answer: Any


class Refusal(Struct, frozen=True, kw_only=True):
    """The other side did not take it: the status, and what it said of why."""

    status: int
    code: str = ""
    detail: str = ""
    retry_after_s: float | None = None


class Silence(Struct, frozen=True, kw_only=True):
    """No usable answer. `sent`: it may have been taken. `refused`: we may not call that address."""

    detail: str
    sent: bool
    refused: bool = False


Outcome = Done | Refusal | Silence


class _Error(Struct, frozen=True):
    code: str = ""
    detail: str = ""


class _Complaint(Struct, frozen=True):
    error: _Error | str = ""
    message: str = ""


class JsonClient:
    """Speaks to one address. Nothing it returns holds a secret of the settings."""

    def __init__(self, http: HttpClient, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        self._http = http
        self._settings = settings
        self._clock = clock
        self.rules: Rules = read_rules(settings)

    def __repr__(self) -> str:
        return "JsonClient()"

    def body_of(self, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whatever the other side wants
        """Return what goes out for a body of our own shape."""
        return self.rules.template.fill(body) if self.rules.template is not None else body

    async def post(self, body: Mapping[str, Any]) -> Outcome:
        """Make one request; never raises for what the other side or the network does."""
        try:
            request = self._request(body)
        except UnicodeError:
            return Silence(detail="the message cannot be written", sent=False)
        try:
            answer = await self._http.request(request)
        except HttpTrouble as trouble:
            refused = isinstance(trouble, Refused) and not trouble.sent
            return Silence(detail=self.hide(trouble.detail), sent=trouble.sent, refused=refused)
        except UnicodeError:
            return Silence(detail="the address cannot be written", sent=False, refused=True)
        if answer.status in _SUCCESS:
            return Done(_decode(answer.body))
        code, detail = _complaint(answer.body)
        wait = answer.headers.get("retry-after", "")
        return Refusal(
            status=answer.status, code=self.hide(code)[:100], detail=self.hide(detail),
            retry_after_s=min(float(wait), 3600.0) if wait.isdecimal() and wait.isascii() else None,
        )  # fmt: skip

    def hide(self, text: str) -> str:
        """Take secrets out of a text that came from outside."""
        for name in ("secret", "secret_before", "authorization"):
            secret = str(self._settings.get(name) or "")
            if len(secret) >= _SECRET_MIN:
                text = text.replace(secret, _HIDDEN)
        return text[:_DETAIL_MAX]

    def _request(self, body: Mapping[str, Any]) -> HttpRequest:
        key = str(body.get("id") or f"otk-{uuid4()}")
        body = {**body, "id": key}
        raw = msgspec.json.encode(self.body_of(body))
        secret = str(self._settings.get("secret") or "")
        headers = {
            "content-type": "application/json", "idempotency-key": key,
            **sign(scheme_of(self._settings), secret, raw, delivery=key, at=int(self._clock())),
        }  # fmt: skip
        if self._settings.get("authorization"):
            headers["authorization"] = str(self._settings["authorization"])
        url = fill_address(str(self._settings.get("url") or ""), body)
        patience = _UPLOAD_TIMEOUT_S if len(raw) > _LARGE else _READ_TIMEOUT_S
        return HttpRequest(
            method="POST", url=url, headers=headers, body=raw, read_timeout_s=patience, max_bytes=_ANSWER_MAX
        )


def _decode(body: bytes) -> Any:  # noqa: ANN401 - whatever it is
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _complaint(body: bytes) -> tuple[str, str]:
    """Return code and words of `{"error": {"code", "detail"}}`, as far as the answer has them."""
    try:
        said = msgspec.json.decode(body, type=_Complaint)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return "", ""
    if isinstance(said.error, str):
        return "", said.error or said.message
    return said.error.code, said.error.detail or said.message
