"""Who makes this request, as far as the edge must know: for the log and for repeated requests."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

_PLACE = "otklik.caller"


class Caller(Struct, frozen=True):
    """A proved caller. `key` is unique in the workspace, such as `operator:7`."""

    workspace_id: int
    key: str


def remember_caller(scope: Mapping[str, Any], caller: Caller) -> None:
    """Note on the connection who it turned out to be."""
    scope["state"][_PLACE] = caller


def find_caller(scope: Mapping[str, Any]) -> Caller | None:
    """Return who the connection turned out to be, if it was asked."""
    found = scope.get("state", {}).get(_PLACE)
    return found if isinstance(found, Caller) else None
