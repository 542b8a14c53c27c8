"""What the doors of search need of the process; the wiring hands it to the API as `state["search"]`."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from litestar import Request
from litestar.di import Provide
from msgspec import Struct

from otklik.access.actor import Actor
from otklik.infra.db import Database, Tx

Seeing = Callable[[Tx, Actor, Sequence[int]], Awaitable[frozenset[int]]]
"""Says which of these conversations the actor may see: the desk's one rule, brought in by the wiring."""


class Search(Struct, frozen=True):
    """The room's tools in one process."""

    db: Database
    see: Seeing


async def provide_search(request: Request[Any, Any, Any]) -> Search:
    """Make the dependency `search`."""
    search: Search = request.app.state["search"]
    return search


def search_dependencies() -> dict[str, Provide]:
    """Return the dependency of this room for the API: `search`."""
    return {"search": Provide(provide_search)}
