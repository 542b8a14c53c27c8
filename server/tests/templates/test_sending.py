"""A template leaves in the place of a reply, when nothing else may."""

from typing import Any

import pytest

from otklik.channelkit.capabilities import Kind
from otklik.kit.ids import new_uuid7
from tests.desk.scene import reply, upload
from tests.templates.conftest import Post
from tests.templates.stamped import READ, VALUES

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)


async def test_a_shut_window_names_templates_as_the_way_and_a_template_goes_it(post: Post) -> None:
    await post.sync()
    await post.shut_window()
    refused = await reply(post.scene.a.anna_browser, post.conversation)
    assert (refused.status_code, refused.json()["reason"]) == (409, "window_closed")
    assert refused.json()["templates"] is True

    sent = await post.send()
    assert sent.status_code == 201, sent.text
    shown = sent.json()
    assert (shown["kind"], shown["text"]) == ("template", READ)
    assert shown["template"] == {"name": "order_ready", "language": "ru"}
    assert [[one["title"] for one in row] for row in shown["buttons"]] == [["Где вы?"], ["Заказ"]]
    assert shown["buttons"][1][0]["url"] == "https://shop.test/7"
    await post.scene.send_all()
    [message] = post.channel.rendered
    assert message.template is not None
    assert (message.template.name, message.template.language, message.template.values) == ("order_ready", "ru", VALUES)
    assert await post.scene.sql("select delivery from message where id = %(id)s", id=shown["id"]) == "sent"


async def test_the_same_client_id_sends_it_once(post: Post) -> None:
    await post.sync()
    one = str(new_uuid7())
    first, second = await post.send(client_id=one), await post.send(client_id=one)
    assert first.json()["id"] == second.json()["id"]
    assert await post.scene.sql("select count(*) from message where direction = 'out'") == 1


@pytest.mark.parametrize(
    ("values", "faults"),
    [
        ({}, {"header.1": "missing", "body.1": "missing", "body.2": "missing", "button.1.1": "missing"}),
        ({**VALUES, "body.1": " \n "}, {"body.1": "missing"}),
        ({**VALUES, "body.1": "в" * 1025}, {"body.1": "too_long"}),
        ({**VALUES, "body.3": "лишнее"}, {"body.3": "unknown"}),
    ],
)
async def test_every_gap_that_is_wrong_is_named(post: Post, values: dict[str, str], faults: dict[str, str]) -> None:
    await post.sync()
    answer = await post.send(values=values)
    assert answer.status_code == 422
    found = {one["field"].removeprefix("template.values."): one["code"] for one in answer.json()["errors"]}
    assert found == faults


async def test_a_value_is_one_line_without_tricks(post: Post) -> None:
    await post.sync()
    sent = await post.send(values={**VALUES, "body.1": "  Ве\u202era\n\x00\tПетрова  🙂 "})
    assert sent.status_code == 201, sent.text
    assert "Веra Петрова 🙂, ваш заказ" in sent.json()["text"]


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"name": "nobody"}, 422, "template_not_found"),
        ({"name": "spring"}, 409, "template_not_sendable"),
        ({"text": "и ещё слово"}, 422, "invalid"),
        ({"kind": "note"}, 422, "invalid"),
        ({"buttons": [[{"title": "Да"}]]}, 422, "invalid"),
        ({"name": "menu", "values": {}}, 422, "invalid"),
    ],
)
async def test_what_cannot_be_sent_is_refused_with_its_reason(
    post: Post, asked: dict[str, Any], status: int, code: str
) -> None:
    await post.sync()
    answer = await post.send(**asked)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert await post.scene.sql("select count(*) from message where direction = 'out' or note") == 0


async def test_a_picture_goes_with_the_template_that_wants_one(post: Post) -> None:
    await post.sync()
    anna = post.scene.a.anna_browser
    text = (await upload(anna, b"x", "a.txt")).json()["id"]
    wrong = await post.send("menu", {}, attachments=[text])
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (422, "file_needed")
    picture = (await upload(anna, PNG, "menu.png", "image/png")).json()["id"]
    needless = await post.send(attachments=[picture])
    assert needless.json()["errors"][0]["code"] == "no_file"
    assert (await post.send("menu", {}, attachments=[picture])).status_code == 201
    await post.scene.send_all()
    template = post.channel.rendered[0].template
    assert template is not None
    assert template.file is not None
    assert (template.file.kind, template.file.name) == (Kind.IMAGE, "menu.png")


async def test_a_channel_without_templates_refuses_them(post: Post) -> None:
    await post.sync()
    chat = await post.scene.write(post.scene.a, "Олег")
    body = {"client_id": str(new_uuid7()), "template": {"name": "order_ready", "language": "ru", "values": VALUES}}
    answer = await post.scene.a.anna_browser.post(f"/api/v1/conversations/{chat.conversation_id}/messages", body)
    assert (answer.status_code, answer.json()["reason"]) == (409, "no_templates")


async def test_a_failed_template_goes_again_through_a_shut_window_and_elsewhere_as_words(post: Post) -> None:
    await post.sync()
    sent = (await post.send()).json()
    await post.scene.do("update message set delivery = 'failed' where direction = 'out'")
    await post.scene.do("delete from outbox")
    await post.shut_window()
    path = f"/api/v1/conversations/{post.conversation}/messages/{sent['id']}/retry"
    again = await post.scene.a.anna_browser.post(path, {})
    assert again.status_code == 200, again.text
    await post.scene.send_all()
    assert post.channel.rendered[-1].template is not None

    await post.scene.do("update message set delivery = 'failed' where direction = 'out'")
    await post.scene.do("update delivery set status = 'failed'")
    await post.scene.write(post.scene.a, "Вера-2")
    other = await post.scene.sql(
        """update identity set contact_id = (select contact_id from conversation where id = %(id)s)
           where external_id = 'Вера-2' returning id""",
        id=post.conversation,
    )
    elsewhere = await post.scene.a.anna_browser.post(path, {"identity_id": other})
    assert elsewhere.status_code == 200, elsewhere.text
    await post.scene.send_all()
    assert post.scene.parrot.said[-1] == ("send", READ)


async def test_a_conversation_begins_with_a_template_where_the_customer_must_write_first(post: Post) -> None:
    await post.sync()
    await post.shut_window()
    anna = post.scene.a.anna_browser
    assert (await anna.post(f"/api/v1/conversations/{post.conversation}/resolve", {})).status_code == 200
    contact, identity = await post.scene.sql(
        "select array[contact_id, identity_id] from conversation where id = %(id)s", id=post.conversation
    )
    whom = {"client_id": str(new_uuid7()), "contact_id": contact, "identity_id": identity}
    words = await anna.post("/api/v1/conversations", {**whom, "text": "Здравствуйте"})
    assert (words.json()["reason"], words.json()["templates"]) == ("cannot_open", True)
    offered = (await anna.get("/api/v1/conversations/start", params={"contact_id": contact})).json()
    assert [one["reachable"] for one in offered["identities"]] == [True]
    begun = await anna.post(
        "/api/v1/conversations", {**whom, "template": {"name": "order_ready", "language": "ru", "values": VALUES}}
    )
    assert begun.status_code == 201, begun.text
    await post.scene.send_all()
    assert post.channel.rendered[-1].template is not None


async def test_one_that_waits_leaves_as_a_template(post: Post) -> None:
    await post.sync()
    message = {"client_id": str(new_uuid7()), "template": {"name": "order_ready", "language": "ru", "values": VALUES}}
    held = await post.scene.a.anna_browser.post(
        f"/api/v1/conversations/{post.conversation}/held", {"message": message, "delay_s": 5}
    )
    assert held.status_code == 201, held.text
    await post.scene.do("update held_message set due_at = now() - interval '1 second'")
    await post.scene.release_due()
    assert await post.scene.sql("select kind from message where direction = 'out'") == "template"
