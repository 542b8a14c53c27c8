"""Prepared answers in a first message: filled in for people with whom there is no conversation."""

from typing import Any

import pytest

from tests.browser import Browser
from tests.canned_responses.test_responses import PATH, PNG, make, supervisor
from tests.desk.scene import Scene, upload

TEXT = "{{customer.name}} {{customer.email}} {{conversation.channel}} {{conversation.subject}} {{conversation.number}}"
FIRST = "/api/v1/conversations/start/canned-responses"


async def fill(browser: Browser, response_id: int, **fields: Any) -> dict[str, Any]:
    answer = await browser.post(f"{FIRST}/{response_id}", fields)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_what_is_known_of_a_customer_stands_in_the_answer(scene: Scene) -> None:
    chat = await scene.write(scene.a, "Иван Петров")
    contact = await scene.sql("select contact_id from conversation where id = %(id)s", id=chat.conversation_id)
    variants = [{"language": "ru", "text": TEXT}, {"language": "en", "text": "Hi {{customer.name}}"}]
    made = (await make(scene.a.anna_browser, variants=variants)).json()
    anna = scene.a.anna_browser
    shown = await fill(
        anna, made["id"], contact_id=contact, inbox_id=scene.a.mail, address="i@x.example", subject="Счёт"
    )
    assert (shown["language"], shown["languages"]) == ("ru", ["ru", "en"])
    assert shown["text"] == "Иван Петров i@x.example Письма Счёт {{conversation.number}}"
    assert [one["name"] for one in shown["unresolved"]] == ["conversation.number"]
    await scene.do("update contact set language = 'en', email = 'own@x.example'")
    assert (await fill(anna, made["id"], contact_id=contact))["text"] == "Hi Иван Петров"
    own = await fill(anna, made["id"], contact_id=contact, address="i@x.example", language="ru")
    assert own["text"].startswith("Иван Петров own@x.example {{conversation.channel}}")


async def test_what_was_typed_of_a_new_person_stands_in_the_answer(scene: Scene) -> None:
    made = (await make(scene.a.anna_browser, text="{{customer.first_name}}, {{customer.email}}")).json()
    shown = await fill(scene.a.anna_browser, made["id"], name="Нина Попова", address="n@x.example")
    assert (shown["text"], shown["unresolved"]) == ("Нина, n@x.example", [])
    nobody = await fill(scene.a.anna_browser, made["id"])
    assert [one["name"] for one in nobody["unresolved"]] == ["customer.first_name", "customer.email"]


async def test_its_files_and_buttons_come_with_it_and_the_use_is_counted_once(scene: Scene) -> None:
    boss = await supervisor(scene)
    mine = (await upload(boss, PNG, "карта.png", "image/png")).json()["id"]
    made = (await make(boss, scope="all", uploads=[mine], buttons=[[{"title": "{{customer.name}}"}]])).json()
    anna, path = scene.a.anna_browser, f"{FIRST}/{made['id']}/insert"
    once = {"headers": {"Idempotency-Key": "first-1"}}
    answers = [await anna.post(path, {"name": "Нина"}, **once) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert [one["name"] for one in answers[0].json()["uploads"]] == ["карта.png"]
    assert answers[0].json()["buttons"][0][0]["title"] == "Нина"
    (brief,) = (await anna.get(PATH)).json()["items"]
    assert brief["uses"] == 1


@pytest.mark.parametrize("whose", ["response", "contact"])
async def test_of_another_company_nothing_is_filled_in(scene: Scene, whose: str) -> None:
    foreign = scene.b if whose == "response" else scene.a
    made = (await make(foreign.anna_browser)).json()
    chat = await scene.write(scene.b, "Чужой")
    contact = await scene.sql("select contact_id from conversation where id = %(id)s", id=chat.conversation_id)
    fields = {} if whose == "response" else {"contact_id": contact}
    for path in (f"{FIRST}/{made['id']}", f"{FIRST}/{made['id']}/insert"):
        assert (await scene.a.anna_browser.post(path, fields)).status_code == 404
