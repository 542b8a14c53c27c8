"""The company's maps: which links, a pattern of its own, and tiles that only our server asks for."""

from typing import Any

import msgspec
import pytest

from otklik.desk import endpoints_maps
from otklik.desk.maps import TILE_BYTES, Maps, Tiles
from otklik.kit.errors import NotFound, Unavailable
from otklik.kit.http import HttpAnswer, HttpRequest, HttpTrouble
from tests.browser import Browser
from tests.desk.scene import Scene
from tests.factories import make_operator

PNG = b"\x89PNG\r\n\x1a\n rest"
TILES = "https://tiles.example/{z}/{x}/{y}.png"


class TileServer:
    """Answers as it is told, and keeps what it was asked."""

    def __init__(self, answer: HttpAnswer | None = None) -> None:
        self.answer = answer or HttpAnswer(200, {"content-type": "image/png"}, PNG)
        self.asked: list[HttpRequest] = []

    async def request(self, request: HttpRequest) -> HttpAnswer:
        """Answer."""
        self.asked.append(request)
        if self.answer.status == 0:
            raise HttpTrouble("away", sent=False)
        return self.answer


async def owner(scene: Scene) -> Browser:
    return await scene.browsers.of(await make_operator(scene.db, scene.a.id, role="owner"))


async def put(browser: Browser, **fields: Any) -> Any:
    return await browser.request("PUT", "/api/v1/maps", json=fields)


async def test_the_usual_maps_until_others_are_chosen(scene: Scene) -> None:
    shown = (await scene.a.anna_browser.get("/api/v1/maps")).json()
    assert (shown["known"], shown["own_pattern"], shown["tiles_pattern"]) == (["yandex", "osm"], "", "")
    boss = await owner(scene)
    own = "https://карты.example/?at={lat},{lon}"
    saved = await put(boss, known=["2gis", "google", "2gis"], own_name=" Наши ", own_pattern=own, tiles_pattern=TILES)
    assert saved.status_code == 200, saved.text
    shown = (await scene.a.anna_browser.get("/api/v1/maps")).json()
    assert (shown["known"], shown["own_name"], shown["own_pattern"]) == (["2gis", "google"], "Наши", own)
    assert (await scene.b.anna_browser.get("/api/v1/maps")).json()["known"] == ["yandex", "osm"]
    assert (await put(scene.a.anna_browser, known=[])).status_code == 403


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"own_name": "x", "own_pattern": "http://maps.example/{lat}/{lon}"}, "own_pattern", "map_bad_address"),
        ({"own_name": "x", "own_pattern": "javascript:alert({lat},{lon})"}, "own_pattern", "map_bad_address"),
        ({"own_name": "x", "own_pattern": "https://maps.example/{lat}"}, "own_pattern", "map_needs_point"),
        ({"own_name": "x", "own_pattern": "https://maps.example/{lat}{lon}{name}"}, "own_pattern", "map_needs_point"),
        ({"own_name": "", "own_pattern": "https://maps.example/{lat}/{lon}"}, "own_name", "empty"),
        ({"tiles_pattern": "https://{x}.example/{z}/{y}"}, "tiles_pattern", "map_bad_address"),
        ({"tiles_pattern": "https://me:secret@tiles.example/{z}/{x}/{y}"}, "tiles_pattern", "map_bad_address"),
        ({"tiles_pattern": "https://tiles.example/{z}/{x}"}, "tiles_pattern", "map_needs_tile"),
        ({"tiles_pattern": "https://tiles.example/{z}/{x}/{y}" + "a" * 500}, "tiles_pattern", "too_long"),
        ({"known": ["bing"]}, "known", ""),
    ],
)
async def test_a_pattern_that_is_none_is_refused_beside_its_field(
    scene: Scene, fields: dict[str, Any], field: str, code: str
) -> None:
    refused = await put(await owner(scene), **fields)
    assert refused.status_code == 422
    (wrong,) = refused.json()["errors"]
    assert wrong["field"].startswith(field)
    assert wrong["code"] == code or not code or code == "too_long"


async def test_a_tile_comes_by_way_of_our_server(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    server = TileServer()
    monkeypatch.setattr(endpoints_maps, "_TILES", Tiles())
    assert (await scene.a.anna_browser.get("/api/v1/maps/tiles/15/19808/10243")).status_code == 404, "off as set"
    await put(await owner(scene), tiles_pattern=TILES)
    tile = await endpoints_maps._TILES.get(server, Maps(tiles_pattern=TILES), (15, 19808, 10243))  # noqa: SLF001
    assert (tile.body, tile.mime) == (PNG, "image/png")
    (asked,) = server.asked
    assert (asked.url, asked.max_bytes) == ("https://tiles.example/15/19808/10243.png", TILE_BYTES)
    assert "Cookie" not in asked.headers
    stranger = await scene.browsers.stranger().get("/api/v1/maps/tiles/15/19808/10243")
    assert stranger.status_code == 401


async def test_tiles_are_kept_for_a_day_and_only_pictures_are_passed_on() -> None:
    now = [0.0]
    tiles, maps, server = Tiles(lambda: now[0]), Maps(tiles_pattern=TILES), TileServer()
    for later, times in ((0.0, 1), (86_399.0, 1), (86_401.0, 2)):
        now[0] = later
        await tiles.get(server, maps, (1, 1, 0))
        assert len(server.asked) == times
    for place in ((1, 2, 0), (-1, 0, 0), (20, 0, 0), (1, 0, -1)):
        with pytest.raises(NotFound):
            await tiles.get(server, maps, place)
    page = TileServer(HttpAnswer(200, {"content-type": "image/png"}, b"<html>"))
    with pytest.raises(NotFound):
        await tiles.get(page, maps, (2, 0, 0))
    with pytest.raises(Unavailable):
        await tiles.get(TileServer(HttpAnswer(0, {}, b"")), maps, (2, 1, 0))
    with pytest.raises(NotFound):
        await tiles.get(server, msgspec.structs.replace(maps, tiles_pattern=""), (2, 1, 0))
