"""A LibreTranslate server of our own, strict in what it takes, with every fault on request.

It answers as LibreTranslate 1.6 does, to a form as well as to JSON; `libretranslatepy`, which others wrote, must get
along with it, or it proves nothing about ours.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

LANGUAGES = {"en": "English", "ru": "Russian", "de": "German", "pt-BR": "Portuguese (Brazil)"}
DICTIONARY = {
    ("Wo ist meine Bestellung?", "ru"): "Где мой заказ?",
    ("Wo ist meine Bestellung?", "en"): "Where is my order?",
    ("Good morning", "ru"): "Доброе утро",
    ("Посылка уже в пути", "de"): "Das Paket ist bereits unterwegs",
}
FIELDS = {"q", "source", "target", "format", "alternatives", "api_key"}


def guess(text: str) -> str:
    """Return the language of a text, by its letters and a word or two."""
    if any("а" <= sign <= "я" for sign in text.lower()):
        return "ru"
    return "de" if "Bestellung" in text or "ist" in text.split() else "en"


class Peer:
    """One server. `key` is what it wants; `fault` answers in its stead; `asked` is what it was asked to translate."""

    def __init__(self) -> None:
        self.key = ""
        self.limit = 0
        self.fault: Callable[[web.Request], Awaitable[web.StreamResponse]] | None = None
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.slow_s = 0.0
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def start(self) -> None:
        """Listen on a free port of this machine."""
        app = web.Application()
        app.router.add_get("/languages", self._languages)
        app.router.add_post("/detect", self._detect)
        app.router.add_post("/translate", self._translate)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Listen no more."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _languages(self, request: web.Request) -> web.StreamResponse:
        self.paths.append(request.path)
        if self.fault is not None:
            return await self.fault(request)
        every = list(LANGUAGES)
        return web.json_response([{"code": code, "name": name, "targets": every} for code, name in LANGUAGES.items()])

    async def _detect(self, request: web.Request) -> web.StreamResponse:
        given = await self._take(request)
        if isinstance(given, web.StreamResponse):
            return given
        return web.json_response([{"confidence": 92.0, "language": guess(given["q"])}])

    async def _translate(self, request: web.Request) -> web.StreamResponse:
        given = await self._take(request)
        if isinstance(given, web.StreamResponse):
            return given
        for name in ("source", "target"):
            if not given.get(name):
                return _refuse(400, f"Invalid request: missing {name} parameter")
        if given.get("format", "text") not in {"text", "html"}:
            return _refuse(400, f"{given['format']} format is not supported")
        for name in ("source", "target"):
            if given[name] not in LANGUAGES and (name, given[name]) != ("source", "auto"):
                return _refuse(400, f"{given[name]} is not supported")
        self.asked.append(given)
        text, target = given["q"], given["target"]
        answer: dict[str, Any] = {"translatedText": DICTIONARY.get((text, target), f"[{target}] {text}")}
        if given["source"] == "auto":
            answer["detectedLanguage"] = {"confidence": 92.0, "language": guess(text)}
        return web.json_response(answer)

    async def _take(self, request: web.Request) -> dict[str, Any] | web.StreamResponse:
        self.paths.append(request.path)
        if self.fault is not None:
            return await self.fault(request)
        await asyncio.sleep(self.slow_s)
        if request.content_type == "application/json":
            given = await request.json()
        else:
            given = {name: str(value) for name, value in (await request.post()).items()}
        if not isinstance(given, dict) or set(given) - FIELDS:
            return _refuse(400, "Invalid request")
        if self.key and given.get("api_key") != self.key:
            return _refuse(403, "Invalid API key") if given.get("api_key") else _refuse(400, "Visit us for an API key")
        if not given.get("q"):
            return _refuse(400, "Invalid request: missing q parameter")
        if self.limit and len(given["q"]) > self.limit:
            return _refuse(400, f"Invalid request: request ({len(given['q'])}) exceeds text limit ({self.limit})")
        return given


def _refuse(status: int, words: str) -> web.Response:
    return web.json_response({"error": words}, status=status)
