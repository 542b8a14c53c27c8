"""The look of the window: set by the owner, refused in words, shown to the site."""

from tests.visitor.conftest import SITE, Scene


async def test_the_site_is_told_how_the_window_looks(scene: Scene) -> None:
    await scene.change(
        scene.a, colour="#ffdd2d", colour_dark="#1a237e", title_en="Help", label_ru="Вопросы?", face="🍵", offset_x=48,
        theme="dark", language="en",
    )  # fmt: skip

    guest = scene.guest(scene.a)
    shown = (await guest.browser.get(f"/widget/v1/config?key={scene.a.key}", headers={"Origin": SITE})).json()

    assert (shown["colour"], shown["ink"]) == ("#ffdd2d", "#000000")
    assert shown["dark"] == {"colour": "#1a237e", "ink": "#ffffff"}
    assert shown["title"] == {"ru": "Help", "en": "Help"}
    assert shown["label"] == {"ru": "Вопросы?", "en": ""}
    assert (shown["face"], shown["offset"], shown["theme"], shown["language"]) == ("🍵", [48, 20], "dark", "en")


async def test_an_unreadable_colour_is_refused_with_its_number_in_both_languages(scene: Scene) -> None:
    body = {"settings": {"colour": "#ffdd2d", "ink": "white"}}
    path = f"/api/v1/inboxes/{scene.a.inbox_id}"
    said = {}
    for language in ("ru", "en"):
        refused = await scene.a.owner.request("PATCH", path, json=body, headers={"Accept-Language": language})
        assert refused.status_code == 422
        [wrong] = refused.json()["errors"]
        assert (wrong["field"], wrong["code"]) == ("settings.colour", "low_contrast")
        said[language] = wrong["message"]

    assert "контраст 1,3:1, нужен не меньше 4,5:1" in said["ru"]
    assert "contrast of 1.3:1, at least 4.5:1" in said["en"]


async def test_only_the_desk_may_frame_the_preview(scene: Scene) -> None:
    page = await scene.guest(scene.a).browser.get("/widget/pages/preview")

    policy = page.headers["content-security-policy"]
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy
