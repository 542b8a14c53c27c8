"""The company's own fields: who defines them, what values they take, and two people who edit one value."""

import asyncio
from typing import Any

import pytest
from httpx import Response

from otklik.contacts.attributes import BadValue, Rule, read_value
from otklik.contacts.defining import ATTRIBUTES, list_active_attributes
from otklik.own_fields.kinds import Kind
from otklik.own_fields.service import make_key
from tests.browser import Browser
from tests.contacts.conftest import Scene

PATH = "/api/v1/contact-attributes"


@pytest.mark.parametrize(
    "kind, given, kept",
    [
        (Kind.TEXT, "  Омск\u202e  сити ", "Омск сити"),
        (Kind.TEXT, "🦊" * 300, "🦊" * 300),
        (Kind.TEXT, " ", None),
        (Kind.TEXT, "a\x00b", "ab"),
        (Kind.TEXT, "שלום", "שלום"),
        (Kind.LONG_TEXT, "раз\r\nдва\x00 ", "раз\nдва"),
        (Kind.NUMBER, 0, 0),
        (Kind.NUMBER, -1.5, -1.5),
        (Kind.DATE, "2028-02-29", "2028-02-29"),
        (Kind.FLAG, False, False),
        (Kind.CHOICE, "Опт", "Опт"),
        (Kind.CHOICES, ["Розница", "Опт", "Опт"], ["Опт", "Розница"]),
        (Kind.CHOICES, [], None),
        (Kind.LINK, "https://почта.рф/путь?q=1", "https://почта.рф/путь?q=1"),
        (Kind.PHONE, "8 999 123-45-67", "+79991234567"),
        (Kind.EMAIL, " Vera@Example.Test", "vera@example.test"),
        (Kind.EMAIL, None, None),
    ],
)
def test_values_are_kept_in_one_spelling(kind: Kind, given: object, kept: object) -> None:
    assert read_value(Rule(kind=kind, choices=["Опт", "Розница"]), given) == kept


@pytest.mark.parametrize(
    "kind, given, code",
    [
        (Kind.TEXT, "x" * 301, "too_long"),
        (Kind.TEXT, 5, "wrong_type"),
        (Kind.LONG_TEXT, "x" * 5001, "too_long"),
        (Kind.NUMBER, "5", "not_number"),
        (Kind.NUMBER, True, "not_number"),
        (Kind.NUMBER, 10**15 + 1, "out_of_range"),
        (Kind.NUMBER, float("nan"), "not_number"),
        (Kind.DATE, "2026-02-29", "bad_date"),
        (Kind.DATE, "29.02.2028", "bad_date"),
        (Kind.DATE, "2028-W09-2", "bad_date"),
        (Kind.FLAG, 1, "not_flag"),
        (Kind.CHOICE, "опт", "bad_choice"),
        (Kind.CHOICES, "Опт", "wrong_type"),
        (Kind.CHOICES, ["Опт", "?"], "bad_choice"),
        (Kind.CHOICES, [1], "wrong_type"),
        (Kind.LINK, "javascript:alert(1)", "bad_url"),
        (Kind.LINK, "https://", "bad_url"),
        (Kind.LINK, "//x.test", "bad_url"),
        (Kind.LINK, "https://x.test/" + "y" * 2000, "too_long"),
        (Kind.LINK, "https://x.test/\x00", "bad_url"),
        (Kind.PHONE, "12", "bad_phone"),
        (Kind.EMAIL, "nobody", "bad_email"),
    ],
)
def test_what_does_not_fit_is_refused_by_a_name(kind: Kind, given: object, code: str) -> None:
    with pytest.raises(BadValue) as refused:
        read_value(Rule(kind=kind, choices=["Опт"]), given)
    assert refused.value.code == code


def test_a_choice_that_left_the_list_may_stay_but_not_come() -> None:
    rule = Rule(kind=Kind.CHOICES, choices=["a"])
    assert read_value(rule, ["old", "a"], ["old"]) == ["a", "old"]
    assert read_value(Rule(kind=Kind.CHOICE, choices=["a"]), "old", "old") == "old"
    with pytest.raises(BadValue):
        read_value(rule, ["old"], ["a"])


@pytest.mark.parametrize(
    "name, key",
    [
        ("Город доставки", "gorod_dostavki"),
        ("Ёж & Щука", "ezh_schuka"),
        ("Date of birth", "date_of_birth"),
        ("2-й адрес", "field_2_y_adres"),
        ("名前", "field"),
        ("Taken", "taken_2"),
        ("vip", "vip_2"),
        ("Объезд", "obezd"),
    ],
)
def test_a_key_is_made_of_the_name(name: str, key: str) -> None:
    assert make_key(name, {"taken"}) == key


class Fields:
    """An admin who defines fields, and a customer."""

    def __init__(self, scene: Scene, admin: Browser, person: int) -> None:
        self.operator = scene.a.browser
        self.admin = admin
        self.person = f"/api/v1/contacts/{person}"

    async def add(self, name: str, kind: str, **more: Any) -> dict[str, Any]:
        answer = await self.admin.post(PATH, {"name": name, "kind": kind, **more})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def write(self, values: dict[str, Any], **more: Any) -> Response:
        return await self.operator.patch(self.person, {"attributes": values, **more})

    async def values(self) -> dict[str, Any]:
        return dict((await self.operator.get(self.person)).json()["attributes"])


@pytest.fixture
async def fields(scene: Scene) -> Fields:
    admin = await scene.browsers.of_new(scene.a.id, "admin")
    answer = await scene.a.browser.post("/api/v1/contacts", {"name": "Вера", "attributes": {"old": 1}})
    return Fields(scene, admin, answer.json()["id"])


async def test_values_obey_their_field_and_every_wrong_one_is_named(fields: Fields) -> None:
    await fields.add("Город", "text")
    await fields.add("Заказов", "number")
    wrong = await fields.write({"gorod": 1, "zakazov": "много", "free": "x"})
    named = [(one["field"], one["code"]) for one in wrong.json()["errors"]]
    assert (wrong.status_code, named) == (
        422,
        [("attributes.gorod", "wrong_type"), ("attributes.zakazov", "not_number")],
    )
    russian = await fields.operator.patch(
        fields.person, {"attributes": {"zakazov": "много"}}, headers={"Accept-Language": "ru"}
    )
    assert russian.json()["errors"][0]["message"] == "нужно число"
    assert (await fields.write({"gorod": " Омск ", "zakazov": 3})).status_code == 200
    assert await fields.values() == {"old": 1, "gorod": "Омск", "zakazov": 3}


async def test_renaming_and_archiving_keep_values(fields: Fields) -> None:
    made = await fields.add("Город", "text")
    await fields.write({"gorod": "Омск"})
    one = f"{PATH}/{made['id']}"
    assert (await fields.admin.patch(one, {"name": "Город доставки"})).json()["key"] == "gorod"
    assert (await fields.admin.patch(one, {"archived": True})).json()["archived"] is True
    refused = await fields.write({"gorod": "Тула"})
    assert refused.json()["errors"][0]["code"] == "archived"
    assert (await fields.values())["gorod"] == "Омск"
    again = await fields.add("Город доставки", "text")
    assert (again["key"], (await fields.admin.patch(one, {"archived": False})).json()["code"]) == (
        "gorod_dostavki",
        "name_taken",
    )
    back = await fields.admin.patch(one, {"archived": False, "name": "Город"})
    assert back.json()["archived"] is False
    assert [row["key"] for row in (await fields.admin.get(PATH)).json()["items"]] == ["gorod_dostavki", "gorod"]


async def test_a_required_value_is_not_emptied(fields: Fields) -> None:
    await fields.add("Город", "text", required=True)
    assert (await fields.write({"free": "x"})).status_code == 200, "a card without it can still be changed"
    await fields.write({"gorod": "Омск"})
    for empty in (None, "", "  "):
        assert (await fields.write({"gorod": empty})).json()["errors"][0]["code"] == "required"
    assert (await fields.values())["gorod"] == "Омск"


async def test_a_value_somebody_changed_meanwhile_is_not_written_over(fields: Fields) -> None:
    await fields.add("Город", "text")
    await fields.add("Подписан", "flag", key="agreed")
    assert (await fields.write({"gorod": "Омск"}, seen={"attributes.gorod": None})).status_code == 200
    stale = await fields.write({"gorod": "Тула"}, seen={"attributes.gorod": None})
    assert (stale.status_code, stale.json()["code"], stale.json()["current"]) == (
        409,
        "value_moved_on",
        {"attributes.gorod": "Омск"},
    )
    assert (await fields.values())["gorod"] == "Омск"
    assert (await fields.write({"gorod": "Омск"}, seen={"attributes.gorod": "Пермь"})).status_code == 200, "the same"
    assert (await fields.write({"gorod": "Тула"}, seen={"attributes.gorod": "Омск"})).status_code == 200
    assert (await fields.write({"agreed": False})).status_code == 200
    assert (await fields.write({"agreed": True}, seen={"attributes.agreed": False})).status_code == 200
    moved = await fields.operator.patch(fields.person, {"name": "Вера М.", "seen": {"name": "Верочка"}})
    assert moved.json()["current"] == {"name": "Вера"}


async def test_of_two_at_once_one_is_told(fields: Fields) -> None:
    await fields.add("Город", "text")
    answers = await asyncio.gather(
        *(fields.write({"gorod": city}, seen={"attributes.gorod": None}) for city in ("Омск", "Тула"))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_only_admins_define_and_names_are_told_apart(fields: Fields, scene: Scene) -> None:
    body = {"name": "Город", "kind": "text"}
    assert (await fields.operator.post(PATH, body)).status_code == 403
    made = await fields.add("Город", "text")
    for wrong, status, code in (
        ({**body, "name": "ГОРОД"}, 409, "name_taken"),
        ({"name": "Цвет", "kind": "choice"}, 422, "invalid"),
        ({"name": "Цвет", "kind": "choice", "choices": ["a", "A"]}, 422, "invalid"),
        ({"name": "Цвет", "kind": "text", "choices": ["a"]}, 422, "invalid"),
        ({"name": "\u202e", "kind": "text"}, 422, "invalid"),
        ({"name": "Цвет", "kind": "text", "key": "gorod"}, 422, "invalid"),
        ({"name": "Цвет", "kind": "text", "key": "9x"}, 422, "invalid"),
        ({"name": "Цвет", "kind": "colour"}, 422, "invalid"),
    ):
        answer = await fields.admin.post(PATH, wrong)
        assert (answer.status_code, answer.json()["code"]) == (status, code), wrong
    assert (await fields.admin.patch(f"{PATH}/{made['id']}", {"kind": "number"})).status_code == 422
    stranger = await scene.browsers.of_new(scene.b.id, "admin")
    assert (await stranger.patch(f"{PATH}/{made['id']}", {"name": "x"})).json()["code"] == "attribute_not_found"
    assert (await stranger.get(PATH)).json()["items"] == []
    assert (await stranger.post(PATH, body)).status_code == 201, "each company has its own names"


async def test_fields_have_an_order_and_a_limit(fields: Fields, scene: Scene) -> None:
    made = [await fields.add(f"Поле {number}", "text") for number in range(ATTRIBUTES.active_max)]
    full = await fields.admin.post(PATH, {"name": "Лишнее", "kind": "text"})
    assert (full.status_code, full.json()["code"]) == (409, "too_many_attributes")
    last, first = made[-1]["id"], made[0]["id"]
    ordered = (await fields.admin.put(f"{PATH}/order", {"ids": [last, 2**60]})).json()["items"]
    assert [row["id"] for row in ordered[:2]] == [last, first]
    await fields.admin.patch(f"{PATH}/{first}", {"archived": True})
    async with scene.a.db.workspace(scene.a.id) as tx:
        active = await list_active_attributes(tx)
    assert (len(active), first in {row.id for row in active}) == (ATTRIBUTES.active_max - 1, False)
    actions = await scene.a.rows(
        "select distinct action from audit where action like 'contact_attribute.%%' order by 1"
    )
    assert [action for (action,) in actions] == [
        f"contact_attribute.{one}" for one in ("archived", "created", "ordered")
    ]
    kinds = await scene.a.rows("select distinct kind from event where kind like 'contact_attribute%%'")
    assert list(kinds) == [("contact_attribute.changed",)]
