"""The maps a company looks at places on, and tiles of its tile server, which our server asks and no browser does."""

import re
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.desk import repository_maps as repository
from otklik.infra.db import Tx
from otklik.infra.web.schemas import Input
from otklik.kit.errors import FieldError, Invalid, NotFound, Unavailable
from otklik.kit.http import HttpClient, HttpRequest, HttpTrouble
from otklik.kit.text import clean_name

PATTERN_MAX: Final = 500
TILE_BYTES: Final = 512 * 1024
DEEPEST: Final = 19
_KEPT: Final = 400
_KEPT_S: Final = 86_400.0
_PLACE: Final = re.compile(r"\{[^{}]*\}")
_POINT: Final = {"{lat}", "{lon}"}
_TILE: Final = {"{z}", "{x}", "{y}"}
_PICTURES: Final = {
    b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp",
}  # fmt: skip

Known = Literal["yandex", "2gis", "osm", "google"]
Pattern = Annotated[str, Meta(max_length=PATTERN_MAX)]


class Maps(Input, frozen=True, kw_only=True):
    """Known maps in the order of their links, a map of the company's own, and its tile server; empty means none."""

    known: Annotated[tuple[Known, ...], Meta(max_length=4)] = ("yandex", "osm")
    own_name: Annotated[str, Meta(max_length=40)] = ""
    own_pattern: Pattern = ""
    tiles_pattern: Pattern = ""
    tiles_credit: Annotated[str, Meta(max_length=100)] = ""


class Tile(Struct, frozen=True):
    """A picture of a square of the world."""

    body: bytes
    mime: str


async def get_maps(tx: Tx) -> Maps:
    """Return what the company has chosen, the usual maps before it has."""
    found = await repository.find_maps(tx)
    return Maps() if found is None else msgspec.convert(found, Maps)


async def set_maps(tx: Tx, actor: Actor, given: Maps) -> Maps:
    """Choose maps; raises Invalid naming every wrong field."""
    maps = msgspec.structs.replace(
        given, own_name=clean_name(given.own_name, 40), own_pattern=given.own_pattern.strip(),
        tiles_pattern=given.tiles_pattern.strip(), tiles_credit=clean_name(given.tiles_credit, 100),
        known=tuple(dict.fromkeys(given.known)),
    )  # fmt: skip
    faults = [
        *_check("own_pattern", maps.own_pattern, _POINT, "map_needs_point"),
        *_check("tiles_pattern", maps.tiles_pattern, _TILE, "map_needs_tile"),
    ]
    if maps.own_pattern and not maps.own_name:
        faults.append(FieldError("own_name", "empty", "must not be empty"))
    if faults:
        raise Invalid("some fields are wrong", errors=tuple(faults))
    await repository.put_maps(tx, msgspec.to_builtins(maps))
    await write_audit(tx, actor, "workspace.maps_changed", ("workspace", tx.workspace_id), {"known": list(maps.known)})
    return maps


def _check(field: str, pattern: str, places: set[str], code: str) -> list[FieldError]:
    """Say what is wrong with a pattern: an https address with each place in it, and no other in braces."""
    if not pattern:
        return []
    found = _PLACE.findall(pattern)
    try:
        parts = urlsplit(_PLACE.sub("0", pattern))
        good = parts.scheme == "https" and bool(parts.hostname) and parts.username is None
        # A place in the name of the host would let a point choose whom we call.
        good = good and not _PLACE.search(urlsplit(pattern).netloc)
    except ValueError:
        good = False
    if not good or re.search(r"[\s<>\"'\\]", pattern):
        return [FieldError(field, "map_bad_address", "must be an address that begins with https://")]
    if set(found) != places:
        return [FieldError(field, code, f"must contain {', '.join(sorted(places))} and nothing else in braces")]
    return []


class Tiles:
    """Tiles of this process, the last ones used; `clock` is in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, Tile]] = OrderedDict()

    async def get(self, http: HttpClient, maps: Maps, place: tuple[int, int, int]) -> Tile:
        """Return a tile; raises NotFound without a tile server or such a tile, Unavailable when it does not answer."""
        z, x, y = place
        if not maps.tiles_pattern or not (0 <= z <= DEEPEST and 0 <= x < 2**z and 0 <= y < 2**z):
            raise NotFound("there is no such tile")
        url = maps.tiles_pattern.replace("{z}", str(z)).replace("{x}", str(x)).replace("{y}", str(y))
        kept = self._kept.get(url)
        if kept is not None and kept[0] > self._clock():
            self._kept.move_to_end(url)
            return kept[1]
        tile = await _fetch(http, url)
        self._kept[url] = (self._clock() + _KEPT_S, tile)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return tile


async def _fetch(http: HttpClient, url: str) -> Tile:
    headers = {"User-Agent": "Otklik", "Accept": "image/png, image/jpeg, image/webp"}
    request = HttpRequest(method="GET", url=url, headers=headers, read_timeout_s=10.0, max_bytes=TILE_BYTES)
    try:
        answer = await http.request(request)
    except HttpTrouble as trouble:
        raise Unavailable("the tile server does not answer") from trouble
    mime = next((mime for start, mime in _PICTURES.items() if answer.body.startswith(start)), "")
    if answer.status != 200 or not mime:  # noqa: PLR2004 - HTTP's own number
        raise NotFound("there is no such tile")
    return Tile(answer.body, mime)
