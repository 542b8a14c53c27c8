"""Calls of Twilio's REST API on the HTTP client we are given. Secrets travel in one header and get nowhere else."""

import base64
import math
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

import msgspec
from msgspec import Struct

from otklik.kit.http import HttpAnswer, HttpClient, HttpRequest, HttpTrouble, Refused

DEFAULT_BASE: Final = "https://api.twilio.com"
_OWN_HOSTS: Final = (".twilio.com",)
_SUCCESS: Final = 2
_REDIRECTS: Final = (301, 302, 303, 307, 308)


class Done(Struct, frozen=True):
    """The call took effect; `result` is what came back."""

    result: dict[str, Any]


class Refusal(Struct, frozen=True, kw_only=True):
    """Twilio refused; nothing happened, except perhaps after a 5xx."""

    status: int
    code: int = 0
    words: str = ""
    retry_after_s: float | None = None


class Silence(Struct, frozen=True, kw_only=True):
    """No usable answer. `sent`: the call may have taken effect. `refused`: we may not call that address."""

    words: str
    sent: bool
    refused: bool = False


Outcome = Done | Refusal | Silence


class TwilioClient:
    """Speaks for one account. Nothing it returns, and nothing it could raise, holds a secret."""

    def __init__(self, http: HttpClient, account: str, login: tuple[str, str], base_url: str = "") -> None:
        self._http = http
        self._account = account
        self._login = base64.b64encode(":".join(login).encode()).decode()
        self._base = (base_url or DEFAULT_BASE).rstrip("/")

    def __repr__(self) -> str:
        return f"TwilioClient({self._account[:6]!r})"

    async def get(self, resource: str = "", query: Mapping[str, str] | None = None) -> Outcome:
        """Read a resource of the account; without a name the account itself."""
        return await self._call("GET", resource, query=query)

    async def post(self, resource: str, fields: Mapping[str, str]) -> Outcome:
        """Make or change a resource."""
        return await self._call("POST", resource, fields=fields)

    async def download(self, url: str, max_bytes: int) -> HttpAnswer | Silence:
        """Fetch a file of a message; our name and password go to Twilio's own hosts and nowhere else."""
        answer = await self._fetch(url, max_bytes, known=self._is_own(url))
        if isinstance(answer, Silence) or answer.status not in _REDIRECTS:
            return answer
        return await self._fetch(answer.headers.get("location", ""), max_bytes, known=False)

    async def _fetch(self, url: str, max_bytes: int, *, known: bool) -> HttpAnswer | Silence:
        headers = self._headers() if known else {}
        return await self._ask(HttpRequest(method="GET", url=url, headers=headers, max_bytes=max_bytes))

    def _is_own(self, url: str) -> bool:
        parts, base = urlsplit(url), urlsplit(self._base)
        if parts.netloc == base.netloc:
            return parts.scheme == base.scheme
        return parts.scheme == "https" and (parts.hostname or "").endswith(_OWN_HOSTS)

    async def _call(
        self, method: str, resource: str, *, query: Mapping[str, str] | None = None,
        fields: Mapping[str, str] | None = None,
    ) -> Outcome:  # fmt: skip
        name = f"/{resource}" if resource else ""
        url = f"{self._base}/2010-04-01/Accounts/{quote(self._account, safe='')}{name}.json"
        if query:
            url += f"?{urlencode(query)}"
        headers, body = self._headers(), None
        if fields is not None:
            headers["content-type"] = "application/x-www-form-urlencoded"
            body = urlencode(fields, errors="replace").encode()
        answer = await self._ask(HttpRequest(method=method, url=url, headers=headers, body=body))
        return answer if isinstance(answer, Silence) else _read(answer)

    def _headers(self) -> dict[str, str]:
        return {"authorization": f"Basic {self._login}", "accept": "application/json"}

    async def _ask(self, request: HttpRequest) -> HttpAnswer | Silence:
        try:
            return await self._http.request(request)
        except HttpTrouble as trouble:
            refused = isinstance(trouble, Refused) and not trouble.sent
            return Silence(words=trouble.detail[:300], sent=trouble.sent, refused=refused)
        except UnicodeError:
            return Silence(words="the address cannot be written", sent=False, refused=True)


class _Complaint(Struct, frozen=True):
    code: int = 0
    message: str = ""


def _read(answer: HttpAnswer) -> Outcome:
    if answer.status // 100 == _SUCCESS:
        try:
            return Done(msgspec.json.decode(answer.body, type=dict[str, Any]))
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return Silence(words=f"HTTP {answer.status}, not JSON", sent=True)
    if answer.status in _REDIRECTS:
        return Silence(words=f"HTTP {answer.status}: the address leads elsewhere", sent=False, refused=True)
    try:
        complaint = msgspec.json.decode(answer.body, type=_Complaint)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        complaint = _Complaint()
    return Refusal(
        status=answer.status, code=complaint.code, words=complaint.message or f"HTTP {answer.status}",
        retry_after_s=_wait(answer),
    )  # fmt: skip


def _wait(answer: HttpAnswer) -> float | None:
    header = answer.headers.get("retry-after", "")
    seconds = float(header) if header.isdecimal() and len(header) < 6 else None  # noqa: PLR2004 - absurd beyond
    return seconds if seconds is not None and math.isfinite(seconds) else None
