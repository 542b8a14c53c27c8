"""Where on the website a visitor has been: each page once in a row, the last twenty, without queries."""

from typing import Any

from tests.visitor.conftest import Scene


async def pages(scene: Scene) -> list[dict[str, Any]]:
    [(found,)] = await scene.rows("select pages from visitor_session")
    return list(found)


async def test_pages_are_kept_newest_first_and_only_so_many(scene: Scene) -> None:
    guest = scene.guest(scene.a)
    await guest.enter()
    assert await pages(scene) == []
    for number in (1, 1, 2, 1):
        body = {"url": f"https://shop.example/{number}?token=secret#x", "title": f"Товар {number} 🫖", "referrer": ""}
        assert (await guest.call("POST", "page", body)).status_code == 204
    found = await pages(scene)
    assert [one["url"] for one in found] == [f"https://shop.example/{number}" for number in (1, 2, 1)]
    assert found[0]["title"] == "Товар 1 🫖"
    assert found[0]["at"]
    for number in range(30):
        await guest.call("POST", "page", {"url": f"https://shop.example/p/{number}"})
    assert len(await pages(scene)) == 20


async def test_what_is_no_web_address_is_no_page(scene: Scene) -> None:
    guest = scene.guest(scene.a)
    await guest.enter()
    for address in ("javascript:alert(1)", "", "file:///etc/passwd", "https://"):
        await guest.call("POST", "page", {"url": address, "title": "x"})
    assert await pages(scene) == []
    stranger = scene.guest(scene.a, 2)
    assert (await stranger.call("POST", "page", {"url": "https://shop.example/"})).status_code == 401
