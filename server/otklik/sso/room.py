"""What this room works with, given by the wiring."""

import time
from collections.abc import Callable
from typing import Any

from litestar import Request
from litestar.di import Provide

from otklik.access.config import Access
from otklik.kit.http import HttpClient
from otklik.kit.rate import TokenBuckets
from otklik.sso.provider import Providers

CALLBACK = "/api/v1/sso/callback"
"""Where providers send people back to; it is written into their settings, so it stays."""


class Sso:
    """The room's state in one process: the road out, what providers publish, and how often a way may be begun."""

    def __init__(self, access: Access, http: HttpClient, clock: Callable[[], float] = time.monotonic) -> None:
        self.access = access
        self.db = access.db
        self.settings = access.settings
        self.http = http
        self.providers = Providers(http, plain_allowed=not access.settings.secure, clock=clock)
        self.per_network = TokenBuckets(60, 10 * 60)

    @property
    def callback(self) -> str:
        """The address people are sent back to."""
        return self.settings.address + CALLBACK

    @property
    def cookie_name(self) -> str:
        """The cookie that holds a begun way in its browser; by its prefix it is taken from this very host only."""
        return "__Host-otklik_sso" if self.settings.secure else "otklik_sso"


async def provide_sso(request: Request[Any, Any, Any]) -> Sso:
    """Make the dependency `sso`."""
    sso: Sso = request.app.state["sso"]
    return sso


def sso_dependencies() -> dict[str, Provide]:
    """Return the dependency of this room for the API: `sso`."""
    return {"sso": Provide(provide_sso)}
