"""Calls of the Graph API on the HTTP client we are given. Tokens travel in headers, and never come out."""

import math
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

import msgspec
from msgspec import Struct

from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.errors import UnknownShape
from otklik.channelkit.meta.reading import Json, decode, flag, number, part, text, word
from otklik.kit.http import FilePart, HttpAnswer, HttpClient, HttpRequest, HttpTrouble, Refused

DEFAULT_BASE: Final = "https://graph.facebook.com"
VERSION: Final = "v25.0"
USER_AGENT: Final = "Mozilla/5.0 (compatible; Otklik)"
_READ_TIMEOUT_S = 30.0
_UPLOAD_TIMEOUT_S = 300.0
_DETAIL_MAX = 300
_HIDDEN = "***"
_SECRET_MIN = 6
_REDIRECTS = range(300, 400)
_SUCCESS = 2


class Done(Struct, frozen=True):
    """The call took effect; `result` is what came back."""

    result: Json


class Refusal(Struct, frozen=True, kw_only=True):
    """The provider refused. `status` is of HTTP, `code` and `subcode` are its own; 0 where it said nothing."""

    status: int
    code: int = 0
    subcode: int = 0
    words: str = ""
    transient: bool = False
    retry_after_s: float | None = None
    told: bool = True

    @property
    def name(self) -> str:
        """Return the code as it is shown to people."""
        if not self.told:
            return str(self.status)
        return f"{self.code}/{self.subcode}" if self.subcode else str(self.code)


class Silence(Struct, frozen=True, kw_only=True):
    """No usable answer. `sent`: the call may have taken effect. `refused`: we may not call that address."""

    detail: str
    sent: bool
    refused: bool = False


Outcome = Done | Refusal | Silence
Values = Mapping[str, Any]


class GraphClient:
    """Speaks for one token. Nothing it returns holds the token or any of the other `secrets`."""

    def __init__(
        self, http: HttpClient, token: str, base_url: str = "", *, version: str = "", secrets: tuple[str, ...] = ()
    ) -> None:
        self._http = http
        self._token = token
        self._secrets = (token, *secrets)
        self._base = f"{(base_url or DEFAULT_BASE).rstrip('/')}/{version or VERSION}"

    def __repr__(self) -> str:
        return "GraphClient()"

    async def get(self, path: str, query: Values | None = None, *, token: str = "") -> Outcome:
        """Read something."""
        return await self._call("GET", path, query=query, token=token)

    async def post(self, path: str, body: Values, *, query: Values | None = None, token: str = "") -> Outcome:
        """Do something."""
        return await self._call("POST", path, query=query, body=body, token=token)

    async def delete(self, path: str, body: Values | None = None) -> Outcome:
        """Undo something."""
        return await self._call("DELETE", path, body=body)

    async def upload(self, path: str, fields: Mapping[str, str], name: str, file: FilePart) -> Outcome:
        """Send a file as a form."""
        form: dict[str, str | FilePart] = {**fields, name: file}
        headers = self._headers("")
        return await self._ask(
            HttpRequest(
                method="POST", url=self._url(path, None), headers=headers, form=form, read_timeout_s=_UPLOAD_TIMEOUT_S
            )
        )

    async def download(self, url: str, max_bytes: int, *, bearer: bool) -> HttpAnswer | Silence:
        """Fetch a file from the address that the provider gave; it refuses clients without a usual name."""
        headers = {"user-agent": USER_AGENT} | ({"authorization": f"Bearer {self._token}"} if bearer else {})
        request = HttpRequest(
            method="GET", url=url, headers=headers, max_bytes=max_bytes, read_timeout_s=_UPLOAD_TIMEOUT_S
        )
        return await self._try(request)

    def hide(self, words: str) -> str:
        """Take every secret out of a text."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            if len(secret) >= _SECRET_MIN:
                words = words.replace(secret, _HIDDEN).replace(quote(secret, safe=""), _HIDDEN)
        return words[:_DETAIL_MAX]

    async def _call(
        self, method: str, path: str, *, query: Values | None = None, body: Values | None = None, token: str = ""
    ) -> Outcome:
        headers = self._headers(token)
        content = None
        if body is not None:
            headers["content-type"] = "application/json"
            content = msgspec.json.encode(body)
        url = self._url(path, query)
        return await self._ask(
            HttpRequest(method=method, url=url, headers=headers, body=content, read_timeout_s=_READ_TIMEOUT_S)
        )

    def _headers(self, token: str) -> dict[str, str]:
        return {"authorization": f"Bearer {token or self._token}", "user-agent": USER_AGENT}

    def _url(self, path: str, query: Values | None) -> str:
        asked = f"?{urlencode(query)}" if query else ""
        return f"{self._base}/{quote(path, safe='/')}{asked}"

    async def _ask(self, request: HttpRequest) -> Outcome:
        answer = await self._try(request)
        return answer if isinstance(answer, Silence) else self._read(answer)

    async def _try(self, request: HttpRequest) -> HttpAnswer | Silence:
        try:
            return await self._http.request(request)
        except HttpTrouble as trouble:
            refused = isinstance(trouble, Refused) and not trouble.sent
            return Silence(detail=self.hide(trouble.detail), sent=trouble.sent, refused=refused)
        except UnicodeError:
            return Silence(detail="the address cannot be written", sent=False, refused=True)

    def _read(self, answer: HttpAnswer) -> Outcome:
        try:
            reply = decode(answer.body)
        except UnknownShape:
            return _not_json(answer)
        if isinstance(reply.get("error"), dict):
            return self._refusal(answer, part(reply, "error"))
        if answer.status // 100 == _SUCCESS:
            return Done(reply)
        return _not_json(answer)

    def _refusal(self, answer: HttpAnswer, error: Json) -> Refusal:
        details = text(part(error, "error_data"), "details", _DETAIL_MAX)
        said = text(error, "message", _DETAIL_MAX)
        trace = word(error, "fbtrace_id", 60)
        words = " · ".join(dict.fromkeys(one for one in (said, details, trace) if one))
        code, subcode = number(error, "code") or 0, number(error, "error_subcode") or 0
        return Refusal(
            status=answer.status, code=int(code), subcode=int(subcode),
            words=self.hide(words), transient=flag(error, "is_transient"), retry_after_s=_wait(answer),
        )  # fmt: skip


def note(context: ChannelContext, method: str, outcome: Outcome) -> None:
    """Write an exchange down for the administrator: no texts, no secrets."""
    match outcome:
        case Done():
            context.log.note(method, ok=True)
        case _:
            context.log.note(method, ok=False, detail=words_of(outcome))


def words_of(outcome: Outcome) -> str:
    """Say in the provider's words what went wrong."""
    match outcome:
        case Refusal():
            return f"{outcome.name} {outcome.words}".strip()
        case Silence():
            return outcome.detail
        case Done():
            return "the answer has an unknown shape"


def _not_json(answer: HttpAnswer) -> Refusal | Silence:
    """Judge an answer that is not the provider's own, but of something between us."""
    if answer.status in _REDIRECTS:
        return Silence(detail=f"HTTP {answer.status}: the address leads elsewhere", sent=False, refused=True)
    if answer.status // 100 == _SUCCESS:
        return Silence(detail=f"HTTP {answer.status}, not JSON", sent=True)
    words = f"HTTP {answer.status}, not JSON"
    return Refusal(status=answer.status, words=words, told=False, retry_after_s=_wait(answer))


def _wait(answer: HttpAnswer) -> float | None:
    header = answer.headers.get("retry-after", "")
    if not header.isdecimal() or len(header) > 9:  # noqa: PLR2004 - absurd beyond
        return None
    seconds = float(header)
    return seconds if math.isfinite(seconds) else None
