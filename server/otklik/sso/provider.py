"""What providers publish of themselves, kept for an hour; keys are fetched again when a token names an unknown one."""

import asyncio
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from otklik.kit.http import HttpAnswer, HttpClient, HttpRequest, HttpTrouble
from otklik.kit.jwks import Key, open_signed, read_keys
from otklik.kit.jws import BadToken, Fault
from otklik.sso.errors import NotLetIn, Why
from otklik.sso.payloads import Metadata, read_claims, read_metadata

DISCOVERY: Final = "/.well-known/openid-configuration"
KEEP_S: Final = 3600.0
KEYS_AGAIN_S: Final = 60.0
"""How soon keys are fetched again for a key we do not know: a stranger's tokens do not make us call at will."""
_MOST_BYTES: Final = 512 * 1024
_TIMEOUT_S: Final = 10.0
_MOST_KEPT: Final = 200


class _Kept(Struct):
    metadata: Metadata
    keys: tuple[Key, ...]
    at: float


class Providers:
    """Fetches and keeps descriptions and keys; `plain_allowed` lets an installation without https ask plain http."""

    def __init__(self, http: HttpClient, *, plain_allowed: bool, clock: Callable[[], float]) -> None:
        self._http = http
        self._plain_allowed = plain_allowed
        self._clock = clock
        self._kept: dict[str, _Kept] = {}
        self._lock = asyncio.Lock()

    async def describe(self, issuer: str) -> Metadata:
        """Return a provider's description; raises NotLetIn."""
        return (await self._get(issuer, KEEP_S)).metadata

    async def open_token(self, issuer: str, text: str) -> dict[str, Any]:
        """Return what a token of this provider claims, its signature proved and nothing else; raises NotLetIn."""
        kept = await self._get(issuer, KEEP_S)
        try:
            try:
                return open_signed(text, kept.keys)
            except BadToken as bad:
                if bad.fault not in (Fault.UNKNOWN_KEY, Fault.SIGNATURE):
                    raise
                return open_signed(text, (await self._get(issuer, KEYS_AGAIN_S)).keys)
        except BadToken as bad:
            raise NotLetIn(Why.TOKEN, bad.fault.value) from None

    def forget(self, issuer: str) -> None:
        """Fetch anew next time: what is tested is what is there now."""
        self._kept.pop(issuer, None)

    def may_call(self, url: str) -> bool:
        """Whether an address is one that secrets may be sent to."""
        return urlsplit(url).scheme in ({"https", "http"} if self._plain_allowed else {"https"})

    async def fetch(self, url: str, headers: dict[str, str] | None = None) -> HttpAnswer:
        """Get a document; raises NotLetIn unless it answers 200."""
        answer = await self.call(HttpRequest(
            method="GET", url=url, headers={"Accept": "application/json", **(headers or {})}, max_bytes=_MOST_BYTES,
            read_timeout_s=_TIMEOUT_S,
        ))  # fmt: skip
        if answer.status != 200:  # noqa: PLR2004 - an HTTP status
            raise NotLetIn(Why.PROVIDER, f"{urlsplit(url).path} answers {answer.status}")
        return answer

    async def call(self, request: HttpRequest) -> HttpAnswer:
        """Make a call; raises NotLetIn where there is no answer, or the address is not one to call."""
        if not self.may_call(request.url):
            raise NotLetIn(Why.PROVIDER, "the provider's addresses must begin with https://")
        try:
            return await self._http.request(request)
        except HttpTrouble as trouble:
            raise NotLetIn(Why.PROVIDER, trouble.detail) from None

    async def _get(self, issuer: str, keep_s: float) -> _Kept:
        kept = self._kept.get(issuer)
        if kept is not None and self._clock() - kept.at < keep_s:
            return kept
        async with self._lock:
            kept = self._kept.get(issuer)
            if kept is not None and self._clock() - kept.at < keep_s:
                return kept
            metadata = await self._fetch_metadata(issuer)
            made = _Kept(metadata, await self._fetch_keys(metadata), self._clock())
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[issuer] = made
            return made

    async def _fetch_metadata(self, issuer: str) -> Metadata:
        answer = await self.fetch(issuer.rstrip("/") + DISCOVERY)
        try:
            metadata = read_metadata(answer.body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            raise NotLetIn(Why.PROVIDER, "its description cannot be read") from None
        if metadata.issuer.rstrip("/") != issuer.rstrip("/"):
            raise NotLetIn(Why.PROVIDER, f"it calls itself {metadata.issuer[:200]}")
        for url in (metadata.authorization_endpoint, metadata.token_endpoint, metadata.jwks_uri):
            if not self.may_call(url):
                raise NotLetIn(Why.PROVIDER, "the provider's addresses must begin with https://")
        return metadata

    async def _fetch_keys(self, metadata: Metadata) -> tuple[Key, ...]:
        answer = await self.fetch(metadata.jwks_uri)
        try:
            keys = read_keys(read_claims(answer.body))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            keys = ()
        if not keys:
            raise NotLetIn(Why.PROVIDER, "it publishes no keys we can use")
        return keys
