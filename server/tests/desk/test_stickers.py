"""Stickers out: what was received is found once, and sent again as a sticker."""

from typing import Any

from tests.browser import Browser
from tests.desk.scene import Scene, reply, upload


async def receive(scene: Scene, data: bytes, emoji: str, person: str = "Иван") -> tuple[int, int]:
    """Let a customer send a sticker with these bytes; returns (conversation, message)."""
    written = await scene.write(scene.a, person, "", emoji=emoji)
    file = (await upload(scene.a.anna_browser, data, "стикер.webp", "image/webp")).json()["id"]
    await scene.do(
        "update attachment set message_id = %(message)s, kind = 'sticker' where id = %(id)s",
        message=written.message_id, id=file,
    )  # fmt: skip
    await scene.do(
        "update message set kind = 'sticker', content = jsonb_build_object('emoji', %(emoji)s::text) where id = %(id)s",
        id=written.message_id, emoji=emoji,
    )  # fmt: skip
    await scene.do("update file set mime = 'image/webp'")
    return written.conversation_id, written.message_id


async def known(browser: Browser) -> list[dict[str, Any]]:
    answer = await browser.get("/api/v1/stickers")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def test_each_picture_is_listed_once_the_newest_first_and_for_this_company_alone(scene: Scene) -> None:
    await receive(scene, b"first", "🔥")
    await receive(scene, b"second", "👍")
    await receive(scene, b"first", "🔥", "Пётр")
    assert [one["emoji"] for one in await known(scene.a.boris_browser)] == ["🔥", "👍"]
    assert await known(scene.b.anna_browser) == []


async def test_a_sticker_is_laid_into_a_reply_as_a_sticker(scene: Scene) -> None:
    number, _ = await receive(scene, b"first", "🔥")
    anna = scene.a.anna_browser
    [one] = await known(anna)
    laid = await anna.post(f"/api/v1/stickers/{one['id']}/uploads", {})
    assert laid.status_code == 201, laid.text
    assert laid.json()["kind"] == "sticker"
    sent = (await reply(anna, number, "", attachments=[laid.json()["id"]])).json()
    assert (sent["kind"], [file["kind"] for file in sent["attachments"]]) == ("sticker", ["sticker"])
    await scene.do("delete from attachment where id = %(id)s", id=one["id"])
    [again] = await known(anna)
    assert again["id"] == sent["attachments"][0]["id"]


async def test_strangers_other_files_and_deleted_messages_give_none(scene: Scene) -> None:
    _, message = await receive(scene, b"first", "🔥")
    [one] = await known(scene.a.anna_browser)
    path = f"/api/v1/stickers/{one['id']}/uploads"
    assert (await scene.b.anna_browser.post(path, {})).json()["code"] == "sticker_not_found"
    plain = (await upload(scene.a.anna_browser, b"plain")).json()["id"]
    assert (await scene.a.anna_browser.post(f"/api/v1/stickers/{plain}/uploads", {})).status_code == 404
    await scene.do("update file set scan = 'infected'")
    assert (await scene.a.anna_browser.post(path, {})).status_code == 404
    assert await known(scene.a.anna_browser) == []
    await scene.do("update file set scan = 'clean'")
    await scene.do("update message set deleted_at = now() where id = %(id)s", id=message)
    assert (await scene.a.anna_browser.post(path, {})).status_code == 404
    assert await known(scene.a.anna_browser) == []
