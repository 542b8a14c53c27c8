"""The chat in a frame of our own host: only its own sites may put it up."""

from tests.visitor.conftest import SITE, Scene


async def test_only_the_chat_s_own_sites_may_frame_it(scene: Scene) -> None:
    await scene.change(scene.a, origins=[SITE, "https://*.kiosk.example"])

    page = await scene.guest(scene.a).browser.get(f"/chat/{scene.a.key}/frame?lang=en&theme=dark")

    policy = page.headers["content-security-policy"]
    assert f"frame-ancestors 'self' {SITE} https://*.kiosk.example;" in policy
    assert "x-frame-options" not in page.headers
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy
    assert 'lang="en"' in page.text
    assert 'data-theme="dark"' in page.text
    assert f'data-sites="{SITE} https://*.kiosk.example ' in page.text


async def test_the_page_of_its_own_is_framed_by_nobody(scene: Scene) -> None:
    page = await scene.guest(scene.a).browser.get(f"/chat/{scene.a.key}")
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


async def test_a_frame_takes_no_foreign_words_into_its_page(scene: Scene) -> None:
    page = await scene.guest(scene.a).browser.get(f'/chat/{scene.a.key}/frame?theme="><b&lang="><b')
    assert "><b" not in page.text
    assert (await scene.guest(scene.a).browser.get("/chat/nobody/frame")).status_code == 404
