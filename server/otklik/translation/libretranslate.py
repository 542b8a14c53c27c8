"""The LibreTranslate HTTP API: what is asked, what is read, and what every refusal means."""

from typing import Any, Final, TypeVar

import msgspec
from msgspec import Struct

from otklik.kit.http import HttpAnswer, HttpClient, HttpRequest, HttpTrouble, Refused
from otklik.translation.errors import (
    NoSuchLanguage,
    ServiceAway,
    ServiceBusy,
    ServiceFails,
    ServiceSilent,
    ServiceUnclear,
    TooLongToTranslate,
    WrongKey,
)
from otklik.translation.records import Translated
from otklik.translation.schemas import TEXT_MAX

T = TypeVar("T")

ANSWER_BYTES: Final = 1024 * 1024
TIMEOUT_S: Final = 25.0
LANGUAGES_MAX: Final = 500
_SAID: Final = 200
_OK, _BAD, _TOO_MANY = 200, 400, 429
_KEY: Final = frozenset({401, 403})
_ELSEWHERE: Final = range(300, 400)


class Service(Struct, frozen=True):
    """Where a service is, and the key it wants; empty for none."""

    url: str
    key: str = ""


class _Found(Struct):
    language: str = ""


class _Answer(Struct):
    translatedText: str  # noqa: N815 - their name
    detectedLanguage: _Found | None = None  # noqa: N815 - their name


class _Language(Struct):
    code: str
    targets: list[str] | None = None


class LibreTranslate:
    """Asks services. No transaction is open meanwhile; every method raises ServiceFails."""

    def __init__(self, http: HttpClient, timeout_s: float = TIMEOUT_S) -> None:
        self._http = http
        self._timeout_s = timeout_s

    async def translate(self, service: Service, text: str, target: str) -> Translated:
        """Return a text in another language; its own is found by the service. Raises TooLongToTranslate as well."""
        if len(text) > TEXT_MAX:
            raise TooLongToTranslate(len(text), TEXT_MAX)
        body = {"q": text, "source": "auto", "target": target, "format": "text"}
        made = _read(await self._post(service, "/translate", body), _Answer)
        found = made.detectedLanguage
        return Translated(made.translatedText, "" if found is None else found.language[:16])

    async def detect(self, service: Service, text: str) -> str:
        """Return the likeliest language of a text, empty where the service cannot tell."""
        found = _read(await self._post(service, "/detect", {"q": text}), list[_Found])
        return found[0].language[:16] if found else ""

    async def list_languages(self, service: Service) -> list[str]:
        """Return the languages the service translates into."""
        known = _read(await self._call(service, "GET", "/languages", None), list[_Language])
        into = {code for one in known for code in (one.targets if one.targets is not None else [one.code])}
        return sorted(code for code in into if 0 < len(code) <= 16)[:LANGUAGES_MAX]  # noqa: PLR2004 - no code is longer

    async def _post(self, service: Service, path: str, body: dict[str, Any]) -> HttpAnswer:
        if service.key:
            body = {**body, "api_key": service.key}
        return await self._call(service, "POST", path, msgspec.json.encode(body))

    async def _call(self, service: Service, method: str, path: str, body: bytes | None) -> HttpAnswer:
        headers = {"Accept": "application/json"} | ({"Content-Type": "application/json"} if body else {})
        request = HttpRequest(
            method=method, url=service.url + path, headers=headers, body=body, max_bytes=ANSWER_BYTES,
            connect_timeout_s=min(5.0, self._timeout_s), read_timeout_s=self._timeout_s,
        )  # fmt: skip
        try:
            answer = await self._http.request(request)
        except Refused as refused:
            raise (ServiceUnclear if refused.sent else ServiceAway)(refused.detail) from None
        except HttpTrouble as trouble:
            raise ServiceSilent(trouble.detail) from None
        if answer.status != _OK:
            raise _explain(answer)
        return answer


def _explain(answer: HttpAnswer) -> ServiceFails:
    """Say what a refusal of the service means."""
    said = _read_refusal(answer)
    if answer.status in _KEY or (answer.status == _BAD and "api key" in said.lower()):
        return WrongKey(said)
    if answer.status == _TOO_MANY:
        return ServiceBusy(said)
    if answer.status in _ELSEWHERE:
        return ServiceAway(f"{answer.status} {answer.headers.get('location', '')}".strip()[:_SAID])
    if answer.status == _BAD and "not supported" in said.lower():
        return NoSuchLanguage(said)
    return ServiceFails(f"{answer.status} {said}".strip())


def _read_refusal(answer: HttpAnswer) -> str:
    try:
        said = msgspec.json.decode(answer.body, type=dict[str, Any]).get("error", "")
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ""
    return "".join(sign for sign in str(said) if sign.isprintable())[:_SAID]


def _read(answer: HttpAnswer, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise ServiceUnclear from None
