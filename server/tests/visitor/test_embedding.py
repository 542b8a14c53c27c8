"""The script a site embeds: it comes with the settings of its chat, to the chat's own sites alone."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.visitor.conftest import SITE, Scene, Shop
from tests.visitor.test_greetings import add

LOADER = b"(function(){loader})();"
GREETER = b"var otklikGreeter=1;"


@pytest.fixture(autouse=True)
def built(tmp_path: Path) -> None:
    """A built web application, as far as the server reads it."""
    folder = tmp_path / "loader"
    folder.mkdir()
    (folder / "loader.js").write_bytes(LOADER)
    (folder / "greeter.js").write_bytes(GREETER)


async def fetch(scene: Scene, shop: Shop, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await scene.browsers.stranger("198.51.100.9").get(f"/widget/loader/{shop.key}.js", headers=named)


def given(script: str) -> dict[str, Any]:
    return dict(json.loads(script.rpartition("})(")[2].removesuffix(");")))


async def test_a_site_of_the_chat_gets_the_settings_along(scene: Scene) -> None:
    answer = await fetch(scene, scene.a, referer=f"{SITE}/cart")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert LOADER.decode() in answer.text
    assert "otklikGreeter" not in answer.text
    found = given(answer.text)
    assert (found["key"], found["config"]["company"]) == (scene.a.key, "Ромашка")
    again = await fetch(scene, scene.a, referer=f"{SITE}/cart", if_none_match=answer.headers["etag"])
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize("page", ["https://stranger.example/", "", "null", "https://shop.example.evil.example/"])
async def test_any_other_page_gets_the_loader_alone(scene: Scene, page: str) -> None:
    answer = await fetch(scene, scene.a, referer=page)
    assert answer.status_code == 200
    assert given(answer.text) == {"key": scene.a.key, "config": None}
    same = await fetch(scene, scene.a, referer=page, sec_fetch_site="same-origin")
    assert given(same.text)["config"]["name"] == "Ромашка"


async def test_greetings_come_along_with_what_shows_them_and_their_manners(scene: Scene) -> None:
    greeting = await add(scene.a)
    await scene.change(scene.a, greetings_consent=True, greetings_dnt=False)
    answer = await fetch(scene, scene.a, referer=SITE)
    assert answer.text.index("otklikGreeter") < answer.text.index("loader}")
    found = given(answer.text)["config"]["greets"]
    assert [one["id"] for one in found["items"]] == [greeting["id"]]
    assert (found["consent"], found["dnt"]) == (True, False)
    await scene.change(scene.a, greetings_per_visit=0)
    assert given((await fetch(scene, scene.a, referer=SITE)).text)["config"]["greets"] is None


async def test_of_a_chat_that_is_none_there_is_no_script(scene: Scene) -> None:
    stranger = scene.browsers.stranger("198.51.100.9")
    assert (await stranger.get("/widget/loader/nobody.js")).status_code == 404
