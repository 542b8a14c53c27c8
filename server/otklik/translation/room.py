"""What this room works with, given by the wiring."""

import asyncio
import time
from collections.abc import Callable
from typing import Any
from weakref import WeakValueDictionary

from litestar import Request
from litestar.di import Provide

from otklik.infra.db import Database
from otklik.kit.http import HttpClient
from otklik.kit.rate import TokenBuckets
from otklik.kit.secrets import Keyring
from otklik.translation.libretranslate import LibreTranslate

_A_MINUTE = 60
_LANGUAGES_S = 3600.0
_MOST_KEPT = 1000


class Translation:
    """The room's state in one process: the road out, the keys, and how often one person may ask."""

    def __init__(
        self, db: Database, http: HttpClient, keyring: Keyring, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.db = db
        self.keyring = keyring
        self.client = LibreTranslate(http)
        self.per_person = TokenBuckets(_A_MINUTE, 60)
        self._turns: WeakValueDictionary[tuple[int, str], asyncio.Lock] = WeakValueDictionary()
        self._languages: dict[tuple[int, int], tuple[float, list[str]]] = {}
        self._clock = clock

    def turn(self, message_id: int, target: str) -> asyncio.Lock:
        """Return the lock under which one message is asked about: who comes second finds the answer."""
        return self._turns.setdefault((message_id, target), asyncio.Lock())

    def kept_languages(self, workspace_id: int, version: int) -> list[str] | None:
        """Return the languages of a service as it said within the hour."""
        at, codes = self._languages.get((workspace_id, version), (0.0, None))
        return codes if codes is not None and self._clock() - at < _LANGUAGES_S else None

    def keep_languages(self, workspace_id: int, version: int, codes: list[str]) -> None:
        """Keep what a service said."""
        if len(self._languages) >= _MOST_KEPT:
            self._languages.clear()
        self._languages[workspace_id, version] = (self._clock(), codes)


async def provide_translation(request: Request[Any, Any, Any]) -> Translation:
    """Make the dependency `translation`."""
    translation: Translation = request.app.state["translation"]
    return translation


def translation_dependencies() -> dict[str, Provide]:
    """Return the dependency of this room for the API: `translation`."""
    return {"translation": Provide(provide_translation)}
