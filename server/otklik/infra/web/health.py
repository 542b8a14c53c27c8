"""`/health/live`, `/health/ready` and `/metrics`: the truth about this process, for machines."""

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import msgspec
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from otklik.infra.db import Database
from otklik.infra.web.asgi import Receive, Scope, Send, answer
from otklik.kit.addresses import Network
from otklik.kit.errors import OtklikError

Probe = Callable[[], Awaitable[None]]
_PATIENCE_S = 3.0


class HealthDoor:
    """The ASGI application of the three paths. Metrics are shown to this machine and the networks the host names."""

    def __init__(self, probes: Mapping[str, Probe], metrics_networks: Sequence[Network] = ()) -> None:
        self._probes = probes
        self._networks = metrics_networks

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        """Serve one request."""
        scope["path_template"] = scope["path"]
        match scope["path"]:
            case "/health/live":
                await answer(send, 200, b'{"status":"alive"}', "application/json")
            case "/health/ready":
                await self._show_readiness(send)
            case _ if self._may_measure(scope):
                await answer(send, 200, generate_latest(), CONTENT_TYPE_LATEST)
            case _:
                await answer(send, 404, b"", "text/plain")

    async def _show_readiness(self, send: Send) -> None:
        names = list(self._probes)
        outcomes = await asyncio.gather(*(_try(self._probes[name]) for name in names))
        found: dict[str, Any] = dict(zip(names, outcomes, strict=True))
        ready = all(outcome == "ok" for outcome in outcomes)
        body = msgspec.json.encode({"status": "ready" if ready else "not ready", "checks": found})
        await answer(send, 200 if ready else 503, body, "application/json")

    def _may_measure(self, scope: Scope) -> bool:
        client = scope.get("client")
        if not client:
            return True
        address = ipaddress.ip_address(client[0])
        return address.is_loopback or any(address in network for network in self._networks)


async def _try(probe: Probe) -> str:
    try:
        async with asyncio.timeout(_PATIENCE_S):
            await probe()
    except (OtklikError, TimeoutError, OSError) as error:
        return f"failed: {type(error).__name__}"
    return "ok"


def probe_database(database: Database) -> Probe:
    """The database answers, and search would find Russian words."""

    async def probe() -> None:
        async with database.system() as tx:
            await tx.value("select 1")

    return probe
