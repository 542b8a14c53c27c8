"""Finding, making, changing and blocking people; and whose people they are."""

import asyncio
from typing import Any

import pytest

from otklik.contacts.addresses import normalise_email, normalise_phone
from tests.contacts.conftest import Scene


@pytest.mark.parametrize(
    "written, stored",
    [
        ("8 (999) 123-45-67", "+79991234567"), ("+7 999 1234567", "+79991234567"), ("79991234567", "+79991234567"),
        ("+81 3 1234 5678", "+81312345678"), ("+49 30 901820", "+4930901820"), ("12345", ""), ("нет", ""), ("", ""),
        ("1" * 16, ""), ("9" * 200, ""),
    ],
)  # fmt: skip
def test_phones_have_one_spelling(written: str, stored: str) -> None:
    assert normalise_phone(written) == stored


@pytest.mark.parametrize(
    "written, stored",
    [
        (" Vera@Example.Test ", "vera@example.test"), ("вера@почта.рф", "вера@почта.рф"), ("vera", ""), ("a@b", ""),
        ("a b@c.test", ""), ("a@b@c.test", ""), ("a@b..test", ""),
        (f"{'a' * 65}@b.test", ""), ("a@b.test\n", "a@b.test"),
    ],
)  # fmt: skip
def test_emails_have_one_spelling(written: str, stored: str) -> None:
    assert normalise_email(written) == stored


async def make(scene: Scene, **fields: Any) -> int:
    answer = await scene.a.browser.post("/api/v1/contacts", fields)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


async def find(scene: Scene, query: str) -> list[int]:
    answer = await scene.a.browser.get("/api/v1/contacts", params={"q": query})
    return [contact["id"] for contact in answer.json()["items"]]


async def test_people_are_found_by_the_beginning_of_what_is_known_of_them(scene: Scene) -> None:
    vera = await make(scene, name="Вера Мельникова", phone="8 999 123-45-67", email="vera@example.test")
    odd = await make(scene, name="100%_ скидка", email="o_o@example.test")
    await scene.a.hear("chat", "tg-77", "привет", name="Пётр Иваныч", username="petya_77")
    petr = await scene.a.person("chat", "tg-77")
    await scene.a.rows("update contact set name = 'Переименован' where id = %(p)s returning 1", p=petr)

    for query in ("вера", "ВЕРА М", "vera@ex", "+7 999 12", "8 999 123 45 67", "79991"):
        assert await find(scene, query) == [vera], query
    for query in ("пётр и", "petya", "tg-77"):
        assert await find(scene, query) == [petr], query
    for query in ("100%", "o_o", "100%_"):
        assert await find(scene, query) == [odd], query
    for query in ("%", "_", "\\", "ера", "o%o", "0000", "' or 1=1"):
        assert await find(scene, query) == [], query
    assert await find(scene, "") == sorted([vera, odd, petr], reverse=True)


async def test_the_list_comes_in_pages_that_do_not_slip(scene: Scene) -> None:
    made = [await make(scene, name=f"Человек {number}") for number in range(7)]
    seen: list[int] = []
    cursor = None
    for _ in range(4):
        params: dict[str, Any] = {"limit": 2, "q": "чел"} | ({"cursor": cursor} if cursor else {})
        page = (await scene.a.browser.get("/api/v1/contacts", params=params)).json()
        seen += [contact["id"] for contact in page["items"]]
        cursor = page["next_cursor"]
        await make(scene, name="Человек новый")
    assert (seen, cursor) == (made[::-1], None)
    assert (await scene.a.browser.get("/api/v1/contacts", params={"cursor": "x"})).status_code == 422
    assert (await scene.a.browser.get("/api/v1/contacts", params={"limit": 101})).status_code == 422


@pytest.mark.parametrize(
    "change, field",
    [
        ({"phone": "123"}, "phone"), ({"email": "nobody"}, "email"), ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"name": "x" * 201}, "name"), ({"attributes": {"a": [1]}}, "attributes.a"), ({"rank": 1}, "rank"),
        ({"attributes": {str(number): 1 for number in range(101)}}, "attributes"), ({"blocked": None}, "blocked"),
    ],
)  # fmt: skip
async def test_wrong_fields_are_named(scene: Scene, change: dict[str, Any], field: str) -> None:
    vera = await make(scene, name="Вера")
    answer = await scene.a.browser.patch(f"/api/v1/contacts/{vera}", change)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert (await scene.a.browser.post("/api/v1/contacts", {"name": "\u202e "})).status_code == 422


async def test_a_person_is_changed_field_by_field(scene: Scene) -> None:
    vera = await make(scene, name="Вера", email="vera@example.test", attributes={"city": "Омск", "vip": True})
    path = f"/api/v1/contacts/{vera}"
    change = {"name": " Вера\u202e  М. ", "phone": "+79991234567", "attributes": {"city": None, "orders": 3},
              "time_zone": "Asia/Omsk", "language": "ru"}  # fmt: skip
    shown = (await scene.a.browser.patch(path, change)).json()
    assert (shown["name"], shown["phone"], shown["email"]) == ("Вера М.", "+79991234567", "vera@example.test")
    assert (shown["attributes"], shown["time_zone"]) == ({"vip": True, "orders": 3}, "Asia/Omsk")
    shown = (await scene.a.browser.patch(path, {"email": None})).json()
    assert (shown["email"], shown["phone"]) == (None, "+79991234567")
    audit = await scene.a.rows("select detail from audit where action = 'contact.changed' order by id")
    assert [sorted(detail["fields"]) for (detail,) in audit][1] == ["email"]
    assert "vera@example.test" not in str(audit), "the audit says what changed and not what it was"


async def test_blocking_leaves_a_line_and_new_messages_open_nothing(scene: Scene) -> None:
    heard = await scene.a.hear("chat", "vera", "спам")
    vera = await scene.a.person("chat", "vera")
    path = f"/api/v1/contacts/{vera}"
    assert (await scene.a.browser.patch(path, {"blocked": True})).json()["blocked"] is True
    assert (await scene.a.browser.patch(path, {"blocked": True})).json()["blocked"] is True
    assert await scene.a.texts(heard.conversation_id) == [(1, "спам"), (2, "[blocked]")]
    assert (await scene.a.browser.patch(path, {"blocked": False})).json()["blocked"] is False
    assert (await scene.a.texts(heard.conversation_id))[-1] == (3, "[unblocked]")
    await scene.a.check()


async def test_two_changes_at_once_lose_nothing(scene: Scene) -> None:
    vera = await make(scene, name="Вера")
    await asyncio.gather(
        *(scene.a.browser.patch(f"/api/v1/contacts/{vera}", {"attributes": {f"a{number}": number}})
          for number in range(6))
    )  # fmt: skip
    shown = (await scene.a.browser.get(f"/api/v1/contacts/{vera}")).json()
    assert shown["attributes"] == {f"a{number}": number for number in range(6)}


async def test_addresses_say_where_they_are_and_whether_they_can_be_reached(scene: Scene) -> None:
    await scene.a.hear("chat", "vera", "привет", username="vera_m")
    vera = await scene.a.person("chat", "vera")
    [identity] = (await scene.a.browser.get(f"/api/v1/contacts/{vera}")).json()["identities"]
    shown = {key: identity[key] for key in ("channel", "inbox_name", "display", "username", "verified", "reachable")}
    assert shown == {
        "channel": "loopback", "inbox_name": "chat", "display": "Vera", "username": "vera_m", "verified": "none",
        "reachable": True,
    }  # fmt: skip
    await scene.a.rows("update inbox set deleted_at = now() where name = 'chat' returning 1")
    [identity] = (await scene.a.browser.get(f"/api/v1/contacts/{vera}")).json()["identities"]
    assert (identity["reachable"], identity["unreachable_reason"]) == (False, "inbox_deleted")


async def test_t01_t09_anothers_people_do_not_exist(scene: Scene) -> None:
    await scene.a.hear("chat", "vera", "привет", email="v@example.test")
    await scene.a.hear("mail", "vera", "письмо")
    await scene.b.hear("chat", "ivan", "привет", email="v@example.test")
    vera, other = await scene.a.person("chat", "vera"), await scene.a.person("mail", "vera")
    ivan = await scene.b.person("chat", "ivan")
    stranger = scene.b.browser
    for method, path, body in (
        ("GET", f"/{vera}", None), ("PATCH", f"/{vera}", {"name": "x"}), ("GET", f"/{vera}/suggestions", None),
        ("POST", f"/{vera}/merge", {"other_id": ivan}), ("POST", f"/{ivan}/merge", {"other_id": vera}),
        ("POST", f"/{vera}/merge", {"other_id": other}),
    ):  # fmt: skip
        answer = await stranger.request(method, f"/api/v1/contacts{path}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (404, "contact_not_found"), path
    merge_id = await scene.a.merge(vera, other)
    answer = await stranger.post(f"/api/v1/contacts/merges/{merge_id}/undo")
    assert (answer.status_code, answer.json()["code"]) == (404, "merge_not_found")
    found = (await stranger.get("/api/v1/contacts", params={"q": "v"})).json()["items"]
    assert [contact["id"] for contact in found] == [ivan]
    await scene.a.check()


async def test_row_security_hides_people_even_from_a_query_without_a_condition(scene: Scene) -> None:
    await scene.a.hear("chat", "vera", "привет")
    async with scene.b.db.workspace(scene.b.id) as tx:
        for table in ("contact", "identity", "contact_merge", "conversation", "message"):
            assert await tx.value(f"select count(*) from {table}") == 0  # noqa: S608 - our own names
        assert await tx.execute("update contact set name = 'x'") == 0


async def test_strangers_are_asked_to_sign_in(scene: Scene) -> None:
    stranger = scene.browsers.stranger()
    assert (await stranger.get("/api/v1/contacts")).status_code == 401
    assert (await stranger.post("/api/v1/contacts/1/merge", {"other_id": 2})).status_code == 401
