"""Customers from a file: checked first, written once whatever happens, matched to whoever is there."""

import csv
import io
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import pytest

from otklik.contacts import importing
from otklik.contacts import repository_imports as imports
from otklik.infra.db import Tx
from tests.browser import Browser
from tests.contacts.conftest import Scene, Shop

IMPORTS = "/api/v1/contacts/imports"
EVERYTHING = "select id, name, email, phone, company, vip, attributes, version from contact order by id"
COLUMNS = {"0": "name", "1": "email", "2": "phone"}


@pytest.fixture
async def shop(scene: Scene) -> Shop:
    """A shop in an administrator's hands."""
    scene.a.browser = await scene.browsers.of_new(scene.a.id, "admin")
    return scene.a


async def bring(browser: Browser, text: str, name: str = "клиенты.csv") -> dict[str, Any]:
    """Bring a file."""
    answer = await browser.post(IMPORTS, content=text.encode(), headers={"X-File-Name": quote(name)})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def check(browser: Browser, number: int, mapping: dict[str, str]) -> dict[str, Any]:
    """Check what a run would do."""
    answer = await browser.post(f"{IMPORTS}/{number}/check", {"mapping": mapping})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def run(shop: Shop, number: int) -> dict[str, Any]:
    """Start an import and do its batches, as the job does."""
    started = await shop.browser.post(f"{IMPORTS}/{number}/start")
    assert (started.status_code, started.json()["state"]) == (200, "running"), started.text
    return await go_on(shop, number)


async def go_on(shop: Shop, number: int) -> dict[str, Any]:
    """Do the batches that are left."""
    more = True
    while more:
        async with shop.db.workspace(shop.id) as tx:
            more = await importing.do_batch(tx, number)
    return dict((await shop.browser.get(f"{IMPORTS}/{number}")).json())


def counts(shown: dict[str, Any]) -> tuple[int, int, int, int]:
    """How many were created, updated, left, refused."""
    return shown["created"], shown["updated"], shown["unchanged"], shown["refused"]


async def people(shop: Shop) -> Sequence[tuple[Any, ...]]:
    """Everybody with their addresses."""
    return await shop.rows("select name, email, phone from contact order by id")


async def test_a_file_is_checked_and_then_does_what_was_said(shop: Shop) -> None:
    await shop.browser.post("/api/v1/contacts", {"name": "Вера", "email": "vera@b.test"})
    text = (
        "Имя;Почта;Телефон\nВера Ильина;VERA@b.test;8 900 000-00-01\nАнна;anna@b.test;\n"
        "Борис;не почта;\nАнна П.;anna@b.test;+7 900 000-00-02\nВера Ильина;vera@b.test;\n"
    )
    taken = await bring(shop.browser, text)
    assert (taken["state"], taken["total"], taken["mapping"]) == ("draft", 5, COLUMNS)
    assert taken["sample"][0] == ["Вера Ильина", "VERA@b.test", "8 900 000-00-01"]
    checked = await check(shop.browser, taken["id"], COLUMNS)
    assert counts(checked) == (1, 2, 1, 1)
    [refusal] = checked["refusals"]
    assert (refusal["row"], refusal["reasons"][0]["code"]) == (4, "bad_email")
    assert list(await people(shop)) == [("Вера", "vera@b.test", "")]
    done = await run(shop, taken["id"])
    assert (done["state"], counts(done)) == ("done", (1, 2, 1, 1))
    assert list(await people(shop)) == [
        ("Вера Ильина", "vera@b.test", "+79000000001"), ("Анна П.", "anna@b.test", "+79000000002"),
    ]  # fmt: skip
    [listed] = (await shop.browser.get(IMPORTS)).json()["items"]
    assert (listed["file_name"], listed["state"]) == ("клиенты.csv", "done")
    [(detail,)] = await shop.rows("select detail from audit where action = 'contact.imported'")
    assert detail == {"file": "клиенты.csv", "created": 1, "updated": 2, "unchanged": 1, "refused": 1}
    assert await shop.rows("select 1 from contact_consent") == []


async def test_a_run_that_is_killed_in_the_middle_writes_nothing_twice(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "_BATCH", 2)
    text = "name,note\n" + "".join(f"Клиент {number},заметка\n" for number in range(5))
    number = (await bring(shop.browser, text))["id"]
    await check(shop.browser, number, {"0": "name", "1": "note"})
    await shop.browser.post(f"{IMPORTS}/{number}/start")
    async with shop.db.workspace(shop.id) as tx:
        assert await importing.do_batch(tx, number)
    whole = imports.settle_rows

    async def die(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(imports, "settle_rows", die)
    with pytest.raises(RuntimeError):
        async with shop.db.workspace(shop.id) as tx:
            await importing.do_batch(tx, number)
    assert len(await people(shop)) == 2
    monkeypatch.setattr(imports, "settle_rows", whole)
    done = await go_on(shop, number)
    assert (done["state"], counts(done)) == ("done", (5, 0, 0, 0))
    assert [name for name, _, _ in await people(shop)] == [f"Клиент {number}" for number in range(5)]
    assert await shop.rows("select count(*) from contact_note") == [(5,)]
    async with shop.db.workspace(shop.id) as tx:
        assert not await importing.do_batch(tx, number)


async def test_what_the_export_writes_the_import_reads_back_unchanged(shop: Shop) -> None:
    for body in (
        {"name": "Город", "kind": "text"}, {"name": "Лет", "kind": "number"}, {"name": "Свой", "kind": "flag"},
        {"name": "Любит", "kind": "choices", "choices": ["чай", "чай, чёрный"]},
        {"name": "Рассказ", "kind": "long_text"},
    ):  # fmt: skip
        assert (await shop.browser.post("/api/v1/contact-attributes", body)).status_code == 201
    keys = dict(await shop.rows("select name, key from contact_attribute"))
    full = {
        keys["Город"]: "=Тверь", keys["Лет"]: 41.5, keys["Свой"]: True, keys["Любит"]: ["чай", "чай, чёрный"],
        keys["Рассказ"]: 'раз\nдва; "три", 😀',
    }  # fmt: skip
    for person in (
        {"name": "'=Анна", "email": "anna@b.test", "phone": "+79000000001", "company": "ООО «Чай»", "vip": True,
         "language": "ru", "attributes": full},
        {"name": "Тёзка"}, {"name": "Тёзка"}, {"email": "same@b.test"}, {"email": "same@b.test", "name": "Другой"},
    ):  # fmt: skip
        assert (await shop.browser.post("/api/v1/contacts", person)).status_code == 201
    await shop.add_inbox("first")
    await shop.hear("first", "nobody", "привет", name="")
    before = await shop.rows(
        "select id, name, email, phone, company, vip, attributes, version from contact order by id"
    )
    for language in ("ru", "en"):
        text = (await shop.browser.get(f"/api/v1/contacts/export?lang={language}")).content.decode()
        taken = await bring(shop.browser, text)
        assert {"number", "name", "email", "vip", *(f"attributes.{key}" for key in keys.values())} <= set(
            taken["mapping"].values()
        )
        checked = await check(shop.browser, taken["id"], taken["mapping"])
        assert (counts(checked), checked["refusals"]) == ((0, 0, 6, 0), [])
        assert counts(await run(shop, taken["id"])) == (0, 0, 6, 0)
    after = await shop.rows(EVERYTHING)
    assert after == before


async def test_numbers_of_another_installation_mean_nobody_here(shop: Shop) -> None:
    made = (await shop.browser.post("/api/v1/contacts", {"name": "Вера", "email": "vera@b.test"})).json()["id"]
    number = (await bring(shop.browser, f"Номер;Имя;Почта\n{made};Чужой;other@b.test\n999999;;\n"))["id"]
    columns = {"0": "number", "1": "name", "2": "email"}
    assert counts(await check(shop.browser, number, columns)) == (1, 0, 0, 1)
    await run(shop, number)
    assert [name for name, _, _ in await people(shop)] == ["Вера", "Чужой"]


async def test_a_row_that_fits_several_people_is_refused(shop: Shop) -> None:
    for person in ({"name": "А", "email": "a@b.test"}, {"name": "Б", "phone": "+79000000002"}):
        await shop.browser.post("/api/v1/contacts", person)
    number = (await bring(shop.browser, "n,e,p\nВ,a@b.test,+79000000002\n"))["id"]
    checked = await check(shop.browser, number, COLUMNS)
    assert checked["refusals"][0]["reasons"][0]["code"] == "ambiguous"
    assert "нескольким" in checked["refusals"][0]["reasons"][0]["message"]


async def test_refused_rows_come_back_as_a_file_that_is_harmless(shop: Shop) -> None:
    number = (await bring(shop.browser, "имя;почта\n=HYPERLINK(1);плохо\n"))["id"]
    await check(shop.browser, number, {"0": "name", "1": "email"})
    for language, separator, reason in (("ru", ";", "это не адрес почты"), ("en", ",", "e-mail")):
        text = (await shop.browser.get(f"{IMPORTS}/{number}/refused?lang={language}")).content.decode("utf-8-sig")
        head, row = list(csv.reader(io.StringIO(text), delimiter=separator))
        assert head[2:] == ["имя", "почта"]
        assert (row[0], row[2], row[3]) == ("2", "'=HYPERLINK(1)", "плохо")
        assert reason in row[1]


async def test_an_import_is_cancelled_and_what_was_written_stays(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "_BATCH", 1)
    number = (await bring(shop.browser, "имя\nАнна\nВера\n"))["id"]
    await check(shop.browser, number, {"0": "name"})
    await shop.browser.post(f"{IMPORTS}/{number}/start")
    async with shop.db.workspace(shop.id) as tx:
        await importing.do_batch(tx, number)
    cancelled = (await shop.browser.post(f"{IMPORTS}/{number}/cancel")).json()
    assert (cancelled["state"], cancelled["created"]) == ("cancelled", 1)
    assert (await go_on(shop, number))["created"] == 1
    [(detail,)] = await shop.rows("select detail from audit where action = 'contact.imported'")
    assert detail["cancelled"] is True
    again = await shop.browser.post(f"{IMPORTS}/{number}/start")
    assert (again.status_code, again.json()["code"]) == (409, "import_moved")


async def test_only_checked_columns_are_run_and_only_by_those_who_may(scene: Scene, shop: Shop) -> None:
    number = (await bring(shop.browser, "имя;почта\nАнна;a@b.test\n"))["id"]
    assert (await shop.browser.post(f"{IMPORTS}/{number}/start")).json()["code"] == "import_moved"
    for mapping, code in (
        ({"7": "name"}, "bad_choice"), ({"0": "password"}, "bad_choice"), ({"0": "attributes.none"}, "bad_choice"),
        ({"0": "name", "1": "name"}, "repeated"), ({"0": "company"}, "missing"), ({}, "missing"),
    ):  # fmt: skip
        answer = await shop.browser.post(f"{IMPORTS}/{number}/check", {"mapping": mapping})
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code), mapping
    stranger = await scene.browsers.of_new(scene.b.id, "owner")
    for path in ("", "/refused"):
        assert (await stranger.get(f"{IMPORTS}/{number}{path}")).status_code == 404
    async with shop.db.system() as tx:
        await _narrow(tx, shop.id)
    assert (await shop.browser.get(IMPORTS)).status_code == 403
    assert (await shop.browser.post(IMPORTS, content=b"a\nb\n")).status_code == 403


async def test_a_file_nobody_started_is_its_bringer_s_alone_and_gone_with_the_next(scene: Scene, shop: Shop) -> None:
    number = (await bring(shop.browser, "имя;почта\nАнна;a@b.test\n"))["id"]
    await check(shop.browser, number, {"0": "name", "1": "email"})
    colleague = await scene.browsers.of_new(scene.a.id, "admin")
    assert (await colleague.get(f"{IMPORTS}/{number}")).status_code == 404
    for verb in ("check", "start", "cancel"):
        body = {"mapping": {"0": "name"}} if verb == "check" else None
        assert (await colleague.post(f"{IMPORTS}/{number}/{verb}", body)).status_code == 404, verb
    await bring(colleague, "имя\nБорис\n")
    assert (await shop.browser.get(f"{IMPORTS}/{number}")).status_code == 200
    second = (await bring(shop.browser, "имя;почта\nВера;v@b.test\n"))["id"]
    assert (await shop.browser.get(f"{IMPORTS}/{number}")).status_code == 404
    await check(shop.browser, second, {"0": "name", "1": "email"})
    await shop.browser.post(f"{IMPORTS}/{second}/start")
    assert (await colleague.post(f"{IMPORTS}/{second}/cancel")).json()["state"] == "cancelled"
    said = await shop.rows("select actor_name from audit where action = 'contact.imported'")
    names = await shop.rows("select name from operator order by id desc limit 1")
    assert said == names, "who stopped it did it"


async def _narrow(tx: Tx, workspace_id: int) -> None:
    """Leave administrators with a role that may see customers and not change them."""
    role = await tx.value(
        """insert into custom_role (workspace_id, name, permissions)
           values (%(id)s, 'Смотрит', '{contacts.view}') returning id""",
        {"id": workspace_id},
    )
    await tx.execute(
        "update operator set role = 'operator', role_id = %(role)s where workspace_id = %(id)s",
        {"role": role, "id": workspace_id},
    )


@pytest.mark.parametrize(("language", "words"), [("ru", "10 МБ"), ("en", "10485760")])
async def test_limits_are_said_with_their_numbers(shop: Shop, language: str, words: str) -> None:
    large = await shop.browser.post(
        IMPORTS, content=b"a" * (10 * 1024 * 1024 + 1), headers={"Accept-Language": language}
    )
    assert (large.status_code, large.json()["code"]) == (422, "import_too_large")
    assert words in large.json()["detail"]
