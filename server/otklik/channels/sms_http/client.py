"""Calls of a described provider on the HTTP client we are given; secrets are taken out of words that come back."""

import base64
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, quote_plus, urlencode

import msgspec
from msgspec import Struct

from otklik.channels.sms_http.description import Description
from otklik.channels.sms_http.templates import fill_address, fill_form, fill_json
from otklik.kit.http import HttpAnswer, HttpClient, HttpRequest, HttpTrouble, Refused

_HIDDEN: Final = "***"
_SECRETS: Final = ("password", "key", "hook_key")
_WORDS_MAX: Final = 300


class Silence(Struct, frozen=True, kw_only=True):
    """No usable answer. `sent`: the call may have taken effect. `refused`: we may not call that address."""

    words: str
    sent: bool
    refused: bool = False


class Said(Struct, frozen=True, kw_only=True):
    """What the provider answered; `found` is its JSON, None when it was none."""

    status: int
    found: Any
    retry_after_s: float | None = None


Outcome = Said | Silence


class SmsHttpClient:
    """Speaks as a description says."""

    def __init__(self, http: HttpClient, told: Description, hook: str = "") -> None:
        self._http = http
        self._told = told
        self._account = {name: told[name] for name in ("login", "password", "key", "sender")} | {"hook": hook}

    def __repr__(self) -> str:
        return f"SmsHttpClient({self._told!r})"

    async def submit(self, values: Mapping[str, str]) -> Outcome:
        """Send one message."""
        told, known = self._told, {**self._account, **values}
        url, headers, body = fill_address(told["url"], known), self._authorization(), None
        if told["format"] == "json":
            headers["content-type"] = "application/json"
            body = msgspec.json.encode(fill_json(told["body"], known))
        else:
            form = urlencode(fill_form(told["body"], known), errors="replace")
            if told["format"] == "query" or told["method"] == "GET":
                url += ("&" if "?" in url else "?") + form if form else ""
            else:
                headers["content-type"] = "application/x-www-form-urlencoded"
                body = form.encode()
        return await self._ask(HttpRequest(method=told["method"] or "POST", url=url, headers=headers, body=body))

    async def check(self) -> Outcome:
        """Make the call that proves name and password and changes nothing."""
        url = fill_address(self._told["check_url"], self._account)
        return await self._ask(HttpRequest(method="GET", url=url, headers=self._authorization()))

    def hide(self, text: str) -> str:
        """Take secrets out of a text."""
        for secret in (self._told[name] for name in _SECRETS):
            for form in {secret, quote(secret, safe=""), quote_plus(secret)} if secret else ():
                text = text.replace(form, _HIDDEN)
        return text[:_WORDS_MAX]

    def _authorization(self) -> dict[str, str]:
        told = self._told
        match told["auth"]:
            case "basic":
                login = base64.b64encode(f"{told['login']}:{told['password']}".encode()).decode()
                return {"authorization": f"Basic {login}"}
            case "bearer":
                return {"authorization": f"Bearer {told['key']}"}
            case "header":
                return {(told["auth_header"] or "x-api-key").lower(): told["key"]}
            case _:
                return {}

    async def _ask(self, request: HttpRequest) -> Outcome:
        try:
            answer = await self._http.request(request)
        except HttpTrouble as trouble:
            refused = isinstance(trouble, Refused) and not trouble.sent
            return Silence(words=self.hide(trouble.detail), sent=trouble.sent, refused=refused)
        except (UnicodeError, ValueError):
            return Silence(words="the request cannot be written", sent=False, refused=True)
        return Said(status=answer.status, found=_decode(answer), retry_after_s=_wait(answer))


def _decode(answer: HttpAnswer) -> Any:  # noqa: ANN401 - any JSON
    try:
        return msgspec.json.decode(answer.body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _wait(answer: HttpAnswer) -> float | None:
    header = answer.headers.get("retry-after", "")
    return float(header) if header.isdecimal() and len(header) < 6 else None  # noqa: PLR2004 - absurd beyond
