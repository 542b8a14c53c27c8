"""The logo in the head of a chat: brought, made small, shown to visitors, taken away."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from otklik.kit.errors import NotFound
from otklik.messaging.links import FileOwner
from tests.browser import Browser
from tests.visitor.conftest import Scene
from tests.visitor.test_reception import config


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    made = BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", (width, height), (200, 40, 40, 0)[: 4 if kind == "PNG" else 3]).save(
        made, kind
    )
    return made.getvalue()


async def bring(scene: Scene, data: bytes, by: Browser | None = None, inbox_id: int = 0) -> Any:
    path = f"/api/v1/inboxes/{inbox_id or scene.a.inbox_id}/logo"
    return await (by or scene.a.owner).request("PUT", path, content=data, headers={"Content-Type": "image/png"})


async def test_a_logo_is_made_small_and_shown_to_visitors(scene: Scene) -> None:
    assert (await config(scene, scene.a))["logo"] is None
    brought = await bring(scene, picture(1000, 200))
    assert brought.status_code == 200, brought.text
    shown = await config(scene, scene.a)
    assert shown["logo"] == brought.json()["url"]
    assert shown["logo_alt"] == {"ru": "Ромашка", "en": "Ромашка"}
    place = scene.visitor.links.read(shown["logo"].removeprefix("/files/"))
    assert (place.owner, place.id) == (FileOwner.LOGO, scene.a.inbox_id)
    [(key, mime, width, height)] = await scene.rows("select key, mime, width, height from file")
    assert (mime, width, height) == ("image/png", 360, 72)
    assert key.startswith(place.mark)
    small = Image.open(BytesIO(await scene.visitor.road.store.read(key)))
    assert small.convert("RGBA").getpixel((0, 0))[3] == 0, "see-through as it was"  # type: ignore[index]
    assert (await config(scene, scene.b))["logo"] is None


async def test_another_takes_its_place_and_the_former_is_let_go(scene: Scene) -> None:
    first = (await bring(scene, picture(100, 100))).json()["url"]
    second = (await bring(scene, picture(60, 60, "JPEG"))).json()["url"]
    assert first != second
    assert await scene.rows("select count(*) from file") == [(1,)]
    path = f"/api/v1/inboxes/{scene.a.inbox_id}/logo"
    assert (await scene.a.owner.request("DELETE", path)).status_code == 204
    assert (await scene.a.owner.get(path)).json() == {"url": None}
    assert await scene.rows("select count(*) from file") == [(0,)]
    actions = [row for (row,) in await scene.rows("select action from audit where action like '%%logo%%' order by id")]
    assert actions == ["inbox.logo_set", "inbox.logo_set", "inbox.logo_removed"]


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"GIF89a nothing", 422, "not_a_picture"),
        (picture(200, 23), 422, "logo_too_small"),
        (b"x" * (2 * 1024 * 1024 + 1), 413, "logo_too_large"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 422, "not_a_picture"),
    ],
)
async def test_what_is_no_logo_is_refused(scene: Scene, data: bytes, status: int, code: str) -> None:
    refused = await bring(scene, data)
    assert refused.status_code == status
    assert code in refused.text


async def test_only_who_looks_after_channels_may_and_only_in_their_company(scene: Scene) -> None:
    assert (await bring(scene, picture(64, 64), scene.a.operator)).status_code == 403
    assert (await bring(scene, picture(64, 64), inbox_id=scene.b.inbox_id)).status_code == 404
    with pytest.raises(NotFound):
        scene.visitor.links.read("nonsense")
