"""Greetings of the website chat: written by the company, chosen by browsers, answered by visitors, counted."""

from typing import Any

import pytest

from otklik.kit.ids import new_uuid7
from tests.visitor.conftest import SITE, Guest, Scene, Shop

NEW = {"name": "Доставка", "text_ru": "Подсказать по доставке?", "text_en": "Any questions on delivery?"}


async def add(shop: Shop, **other: Any) -> dict[str, Any]:
    headers = {"Idempotency-Key": str(new_uuid7())}
    answer = await shop.owner.request(
        "POST", f"/api/v1/inboxes/{shop.inbox_id}/greetings", json={**NEW, **other}, headers=headers
    )
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def listed(shop: Shop) -> list[dict[str, Any]]:
    return list((await shop.owner.get(f"/api/v1/inboxes/{shop.inbox_id}/greetings")).json()["items"])


async def offered(guest: Guest) -> dict[str, Any]:
    answer = await guest.browser.get(f"/widget/v1/greetings?key={guest.key}", headers={"Origin": SITE})
    return dict(answer.json())


async def answer_greeting(guest: Guest, greeting: int, text: str, client_id: str = "") -> int:
    body = {"client_id": client_id or str(new_uuid7()), "text": text, "greeting": greeting}
    return (await guest.call("POST", "messages", body)).status_code


async def test_a_browser_is_given_the_greetings_that_are_on_in_their_order(scene: Scene) -> None:
    first = await add(scene.a, terms={"pages": ["/cart*"], "seconds": 20}, every_days=3)
    await add(scene.a, name="Выключено", enabled=False)
    last = await add(scene.a, name="По-английски", text_ru="")
    path = f"/api/v1/inboxes/{scene.a.inbox_id}/greetings/{last['id']}"
    assert (await scene.a.owner.patch(path, {"place": 0})).status_code == 200

    given = await offered(scene.guest(scene.a))

    assert [item["id"] for item in given["items"]] == [last["id"], first["id"]]
    assert given["items"][0]["ru"] == NEW["text_en"], "the other language's words rather than none"
    assert given["items"][1]["terms"]["pages"] == ["/cart*"]
    assert (given["items"][1]["every_days"], given["per_visit"]) == (3, 1)
    assert await offered(scene.guest(scene.b)) == {"items": [], "per_visit": 1, "dnt": True, "consent": False}


async def test_a_greeting_joins_the_conversation_only_with_the_answer(scene: Scene) -> None:
    greeting = await add(scene.a)
    guest = scene.guest(scene.a)
    for what in ("shown", "opened"):
        path = f"/widget/v1/greetings/{greeting['id']}/{what}?key={scene.a.key}"
        assert (await guest.browser.post(path, headers={"Origin": SITE})).status_code == 204
    assert await scene.rows("select 1 from conversation") == []

    await guest.enter()
    once = str(new_uuid7())
    assert await answer_greeting(guest, greeting["id"], "Да, завтра?", once) == 201
    assert await answer_greeting(guest, greeting["id"], "Да, завтра?", once) == 201

    assert await scene.rows("select text, content ->> 'greeting' from message") == [("Да, завтра?", NEW["text_ru"])]
    [item] = (await guest.call("GET", "messages")).json()["items"]
    assert item["greeting"] == NEW["text_ru"]
    [counted] = await listed(scene.a)
    assert (counted["shown"], counted["opened"], counted["answered"]) == (1, 1, 1)


async def test_the_words_are_the_company_s_own_and_never_the_browser_s(scene: Scene) -> None:
    theirs = await add(scene.b)
    guest = scene.guest(scene.a)
    await guest.enter()

    assert await answer_greeting(guest, theirs["id"], "Привет") == 201
    forged = {"client_id": str(new_uuid7()), "text": "x", "greeting": "Мы вернём вам деньги"}
    assert (await guest.call("POST", "messages", forged)).status_code == 422

    assert await scene.rows("select content from message") == [(None,)]
    [counted] = await listed(scene.b)
    assert counted["answered"] == 0


async def test_a_greeting_taken_away_meanwhile_hinders_nobody(scene: Scene) -> None:
    greeting = await add(scene.a)
    guest = scene.guest(scene.a)
    await guest.enter()
    path = f"/api/v1/inboxes/{scene.a.inbox_id}/greetings/{greeting['id']}"
    assert (await scene.a.owner.delete(path)).status_code == 204

    assert await answer_greeting(guest, greeting["id"], "Да 🍵") == 201

    again = await scene.a.owner.patch(path, {"name": "x"})
    assert (again.status_code, again.json()["code"]) == (404, "greeting_not_found")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text_ru": " ", "text_en": ""}, "text_ru"),
        ({"name": "\u200b"}, "name"),
        ({"text_ru": "я" * 301}, "text_ru"),
        ({"every_days": 366}, "every_days"),
        ({"terms": {"scroll": 101}}, "terms.scroll"),
        ({"terms": {"seconds": 3601}}, "terms.seconds"),
        ({"terms": {"pages": ["/x"] * 21}}, "terms.pages"),
        ({"terms": {"visits": 0}}, "terms.visits"),
    ],
)
async def test_a_greeting_out_of_bounds_is_refused(scene: Scene, change: dict[str, Any], field: str) -> None:
    answer = await scene.a.owner.request(
        "POST", f"/api/v1/inboxes/{scene.a.inbox_id}/greetings", json={**NEW, **change},
        headers={"Idempotency-Key": str(new_uuid7())},
    )  # fmt: skip

    assert answer.status_code == 422
    assert field in [wrong["field"] for wrong in answer.json()["errors"]]


async def test_the_thirty_first_greeting_is_refused_with_the_number(scene: Scene) -> None:
    async with scene.db.workspace(scene.a.id) as tx:
        await tx.execute(
            """insert into visitor_greeting (workspace_id, inbox_id, name, position, text_ru, terms, every_days)
               select %(workspace)s, %(inbox)s, 'n', n, 't', '{}', 7 from generate_series(1, 30) n""",
            {"workspace": scene.a.id, "inbox": scene.a.inbox_id},
        )

    answer = await scene.a.owner.request(
        "POST", f"/api/v1/inboxes/{scene.a.inbox_id}/greetings", json=NEW,
        headers={"Idempotency-Key": str(new_uuid7()), "Accept-Language": "ru"},
    )  # fmt: skip

    assert (answer.status_code, answer.json()["code"], answer.json()["limit"]) == (409, "too_many_greetings", 30)
    assert "30" in answer.json()["detail"]


async def test_only_those_who_manage_channels_write_greetings(scene: Scene) -> None:
    path = f"/api/v1/inboxes/{scene.a.inbox_id}/greetings"
    assert (await scene.a.operator.get(path)).status_code == 403
    assert (await scene.b.owner.get(path)).status_code == 404
    assert (await scene.guest(scene.a).browser.get(path)).status_code == 401
