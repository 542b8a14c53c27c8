from typing import Any

from otklik.channelkit.outbound import SendError, SendErrorKind
from tests.browser import Browser
from tests.desk.scene import Scene, reply


async def _sent(scene: Scene, text: str = "раз") -> tuple[str, dict[str, Any]]:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    message = (await reply(scene.a.anna_browser, number, text)).json()
    await scene.send_all()
    return f"/api/v1/conversations/{number}/messages/{message['id']}", message


async def _preview(browser: Browser, path: str) -> str:
    number = path.split("/")[4]
    row = (await browser.get(f"/api/v1/conversations?ids={number}")).json()["items"][0]
    return str(row["preview"]["text"])


async def test_an_edit_goes_to_the_customer_first(scene: Scene) -> None:
    path, _ = await _sent(scene)
    edited = await scene.a.anna_browser.patch(path, {"text": "два"})
    assert edited.status_code == 200, edited.text
    assert (edited.json()["text"], edited.json()["edited_at"] is None) == ("два", False)
    assert scene.parrot.said[-1] == ("edit said-1", "два")
    assert await _preview(scene.a.anna_browser, path) == "два"


async def test_an_edit_is_formatted_as_far_as_the_channel_shows_it(scene: Scene) -> None:
    path, _ = await _sent(scene)
    body = {"text": "**два** и __три__", "formatting": "signs"}
    edited = (await scene.a.anna_browser.patch(path, body)).json()
    assert (edited["text"], [mark["kind"] for mark in edited["marks"]]) == ("два и три", ["bold"])
    assert (scene.parrot.said[-1], scene.parrot.marks) == (("edit said-1", "два и три"), ("bold",))
    again = (await scene.a.anna_browser.patch(path, {"text": "два и **три**", "formatting": "signs"})).json()
    assert [(mark["offset"], mark["length"]) for mark in again["marks"]] == [(6, 3)], "only the formatting is another"
    assert (await scene.a.anna_browser.patch(path, {"text": "**два**"})).json()["marks"] == []


async def test_a_note_keeps_all_of_its_formatting(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    note = (await reply(scene.a.anna_browser, number, "**раз**", kind="note", formatting="signs")).json()
    path = f"/api/v1/conversations/{number}/messages/{note['id']}"
    edited = (await scene.a.anna_browser.patch(path, {"text": "**раз** `A-17`", "formatting": "signs"})).json()
    assert (edited["text"], [mark["kind"] for mark in edited["marks"]]) == ("раз A-17", ["bold", "code"])


async def test_an_edit_the_channel_refuses_changes_nothing_here(scene: Scene) -> None:
    path, _ = await _sent(scene)
    scene.parrot.answers = [SendError(kind=SendErrorKind.FORMAT, code="400", detail="too old")]
    refused = await scene.a.anna_browser.patch(path, {"text": "два"})
    assert (refused.status_code, refused.json()["code"]) == (409, "cannot_change")
    scene.parrot.answers = [SendError(kind=SendErrorKind.UNCERTAIN)]
    assert (await scene.a.anna_browser.patch(path, {"text": "два"})).json()["code"] == "uncertain_change"
    scene.parrot.answers = [SendError(kind=SendErrorKind.RATE, retry_after_s=7)]
    slow = await scene.a.anna_browser.patch(path, {"text": "два"})
    assert (slow.status_code, slow.headers["retry-after"]) == (429, "7")
    assert (await scene.a.anna_browser.get(path)).json()["text"] == "раз"


async def test_after_the_channels_time_an_edit_is_refused(scene: Scene) -> None:
    path, _ = await _sent(scene)
    await scene.do("update message set sent_at = now() - interval '2 hours'")
    late = await scene.a.anna_browser.patch(path, {"text": "два"})
    assert (late.status_code, late.json()["code"]) == (409, "too_late")
    assert [what for what, _ in scene.parrot.said] == ["send"]


async def test_what_has_not_left_is_changed_here_alone(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    message = (await reply(scene.a.anna_browser, number, "раз")).json()
    path = f"/api/v1/conversations/{number}/messages/{message['id']}"
    assert (await scene.a.anna_browser.patch(path, {"text": "два"})).json()["text"] == "два"
    await scene.send_all()
    assert scene.parrot.said == [("send", "два")]


async def test_deleting_takes_it_from_the_customer_and_the_list(scene: Scene) -> None:
    path, _ = await _sent(scene, "секрет")
    gone = await scene.a.anna_browser.delete(path)
    assert gone.status_code == 200, gone.text
    assert (gone.json()["text"], gone.json()["deleted_at"] is None) == ("", False)
    assert scene.parrot.said[-1] == ("delete said-1", "Иван")
    assert await _preview(scene.a.anna_browser, path) == ""
    assert (await scene.a.anna_browser.delete(path)).status_code == 200
    assert len(scene.parrot.said) == 2
    assert (await scene.a.anna_browser.patch(path, {"text": "x"})).json()["code"] == "cannot_change"


async def test_deleting_what_waits_keeps_it_from_being_sent(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    message = (await reply(scene.a.anna_browser, number, "раз")).json()
    await scene.a.anna_browser.delete(f"/api/v1/conversations/{number}/messages/{message['id']}")
    await scene.send_all()
    assert scene.parrot.said == []


async def test_deleting_a_failed_message_ends_the_failure(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    message = (await reply(scene.a.anna_browser, number, "раз")).json()
    scene.parrot.answers = [SendError(kind=SendErrorKind.FORMAT, code="400")]
    await scene.send_all()
    assert (await scene.a.anna_browser.get("/api/v1/conversations/counts")).json()["failed"] == 1
    await scene.a.anna_browser.delete(f"/api/v1/conversations/{number}/messages/{message['id']}")
    assert (await scene.a.anna_browser.get("/api/v1/conversations/counts")).json()["failed"] == 0


async def test_a_message_in_several_parts_is_deleted_whole_and_not_edited(scene: Scene) -> None:
    path, _ = await _sent(scene, "а" * 4001)
    assert (await scene.a.anna_browser.patch(path, {"text": "б"})).json()["code"] == "cannot_change"
    assert (await scene.a.anna_browser.delete(path)).status_code == 200
    assert [what for what, _ in scene.parrot.said] == ["send", "send", "delete said-1", "delete said-2"]


async def test_the_words_of_others_are_not_ours_to_change(scene: Scene) -> None:
    path, _ = await _sent(scene)
    assert (await scene.a.boris_browser.patch(path, {"text": "x"})).status_code == 403
    assert (await scene.a.boris_browser.delete(path)).status_code == 403
    supervisor = await scene.browsers.of_new(scene.a.id, "supervisor")
    assert (await supervisor.patch(path, {"text": "исправлено"})).status_code == 200
    written = await scene.write(scene.a, "Пётр")
    theirs = f"/api/v1/conversations/{written.conversation_id}/messages/{written.message_id}"
    assert (await supervisor.delete(theirs)).json()["code"] == "cannot_change"


async def test_an_edit_may_not_leave_nothing(scene: Scene) -> None:
    path, _ = await _sent(scene)
    empty = await scene.a.anna_browser.patch(path, {"text": "  "})
    assert (empty.status_code, empty.json()["errors"][0]["code"]) == (422, "empty")


async def test_a_channel_without_edits_says_so(scene: Scene) -> None:
    written = await scene.write(scene.a, "ivan@example.test", inbox_id=scene.a.mail)
    message = (await reply(scene.a.anna_browser, written.conversation_id, "раз")).json()
    await scene.send_all()
    path = f"/api/v1/conversations/{written.conversation_id}/messages/{message['id']}"
    assert (await scene.a.anna_browser.patch(path, {"text": "два"})).json()["code"] == "cannot_change"
    assert (await scene.a.anna_browser.delete(path)).json()["code"] == "cannot_change"
