"""Templates are kept as the provider has them."""

from msgspec.structs import replace

from otklik.channelkit.errors import ChannelTrouble
from otklik.channelkit.templates import TemplateStatus
from otklik.templates.service import keep_templates
from tests.templates.conftest import Post
from tests.templates.stamped import MENU, ORDER, PENDING


async def test_what_the_provider_tells_is_kept_and_what_can_be_sent_stands_first(post: Post) -> None:
    assert (await post.listed())["synced_at"] is None
    shown = await post.sync()
    assert [(one["name"], one["sendable"]) for one in shown["items"]] == [
        ("menu", True), ("order_ready", True), ("spring", False),
    ]  # fmt: skip
    assert shown["synced_at"] is not None
    assert shown["items"][1]["gaps"][0] == {"key": "header.1", "kind": "text", "label": "", "example": "№ 7"}
    assert await post.listed() == shown


async def test_what_is_gone_at_the_provider_is_gone_here_and_a_change_is_taken_over(post: Post) -> None:
    await post.sync()
    post.channel.told = (replace(ORDER, status=TemplateStatus.PAUSED), MENU)
    await post.scene.do("update template_sync set tried_at = now() - interval '1 minute'")
    assert [(one["name"], one["status"]) for one in (await post.sync())["items"]] == [
        ("menu", "approved"), ("order_ready", "paused"),
    ]  # fmt: skip


async def test_a_refusal_is_said_and_loses_nothing(post: Post) -> None:
    await post.sync()
    post.channel.trouble = ChannelTrouble("the token has expired")
    await post.scene.do("update template_sync set tried_at = now() - interval '1 minute'")
    shown = await post.sync()
    assert (len(shown["items"]), shown["error"]) == (3, "the token has expired")
    post.channel.trouble = RuntimeError("secret-canary")
    await post.scene.do("update template_sync set tried_at = now() - interval '1 minute'")
    said = (await post.sync())["error"]
    assert said
    assert "canary" not in said


async def test_whoever_asks_again_at_once_does_not_trouble_the_provider(post: Post) -> None:
    for _ in range(3):
        await post.sync()
    assert post.channel.asked == 1


async def test_the_clock_asks_once_an_hour_and_leaves_paused_inboxes_alone(post: Post) -> None:
    for _ in range(2):
        await keep_templates(post.room)
    assert (post.channel.asked, len((await post.listed())["items"])) == (1, 3)
    await post.scene.do("update template_sync set tried_at = now() - interval '2 hours'")
    await post.scene.set_inbox(post.inbox, "paused")
    await keep_templates(post.room)
    assert post.channel.asked == 1
    await post.scene.set_inbox(post.inbox, "active")
    await keep_templates(post.room)
    assert post.channel.asked == 2


async def test_more_than_are_kept_is_said(post: Post) -> None:
    post.channel.told = [replace(PENDING, name=f"t{number:04}") for number in range(5_001)]
    shown = await post.sync()
    assert (len(shown["items"]), shown["error"]) == (5_000, "only the first 5000 of 5001 are kept")


async def test_an_inbox_without_templates_says_so_and_another_company_sees_nothing(post: Post) -> None:
    anna, boris = post.scene.a.anna_browser, post.scene.b.anna_browser
    answer = await anna.get(f"/api/v1/inboxes/{post.scene.a.chat}/templates")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_templates")
    await post.sync()
    for verb in (boris.get, boris.post):
        path = f"/api/v1/inboxes/{post.inbox}/templates" + ("/sync" if verb == boris.post else "")
        assert (await verb(path)).status_code == 404
