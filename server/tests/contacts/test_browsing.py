"""The list of all customers and the file made of it."""

import csv
import io
from typing import Any

import pytest

from otklik.contacts.exporting import make_harmless
from tests.contacts.conftest import Scene, Shop


@pytest.fixture
async def shop(scene: Scene) -> Shop:
    """A shop in an administrator's hands."""
    scene.a.browser = await scene.browsers.of_new(scene.a.id, "admin")
    return scene.a


async def _make(shop: Shop, **known: Any) -> int:
    answer = await shop.browser.post("/api/v1/contacts", known)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


async def _list(shop: Shop, query: str = "") -> list[str]:
    names: list[str] = []
    cursor = ""
    for _ in range(20):
        answer = await shop.browser.get(f"/api/v1/contacts?limit=2{query}{cursor}")
        assert answer.status_code == 200, answer.text
        page = answer.json()
        names += [person["name"] for person in page["items"]]
        if page["next_cursor"] is None:
            return names
        cursor = f"&cursor={page['next_cursor']}"
    pytest.fail("the pages do not end")


async def test_people_are_put_in_order_and_pages_join(shop: Shop) -> None:
    for name in ("Вера", "анна", "Борис", "Anna", "Вера"):
        await _make(shop, name=name)
    for number in range(3):
        await _make(shop, phone=f"+7999000000{number}")
    assert await _list(shop) == ["", "", "", "Вера", "Anna", "Борис", "анна", "Вера"]
    assert await _list(shop, "&sort=oldest") == ["Вера", "анна", "Борис", "Anna", "Вера", "", "", ""]
    assert await _list(shop, "&sort=name") == ["Anna", "анна", "Борис", "Вера", "Вера", "", "", ""]


async def test_filters_narrow_the_list_together(shop: Shop) -> None:
    await shop.add_inbox("first")
    await shop.hear("first", "vera", "здравствуйте", name="Вера")
    anna = await _make(shop, name="Анна", vip=True, attributes={"city": "Тверь"})
    await _make(shop, name="Анна", attributes={"city": "Омск"})
    await shop.browser.patch(f"/api/v1/contacts/{anna}", {"blocked": True})
    assert await _list(shop, "&channel=loopback") == ["Вера"]
    assert await _list(shop, "&channel=telegram") == []
    assert await _list(shop, "&blocked=true") == ["Анна"]
    assert len(await _list(shop, "&blocked=false")) == 2
    assert await _list(shop, "&vip=true&attribute=city&value=тверь") == ["Анна"]
    assert await _list(shop, "&vip=true&attribute=city&value=омск") == []
    assert len(await _list(shop, "&attribute=city")) == 2
    assert await _list(shop, "&q=анна&blocked=true") == ["Анна"]
    assert await _list(shop, "&q=вера&blocked=true") == []
    assert len(await _list(shop, "&since=2020-01-01&until=2100-01-01")) == 3
    assert await _list(shop, "&until=2020-01-01") == []


async def test_a_list_of_choices_is_filtered_by_one_of_them(shop: Shop) -> None:
    field = {"name": "Интересы", "kind": "choices", "key": "likes", "choices": ["Чай", "Кофе"]}
    assert (await shop.browser.post("/api/v1/contact-attributes", field)).status_code == 201
    await _make(shop, name="Вера", attributes={"likes": ["Чай", "Кофе"]})
    await _make(shop, name="Анна", attributes={"likes": ["Кофе"]})
    assert await _list(shop, "&attribute=likes&value=чай") == ["Вера"]
    assert len(await _list(shop, "&attribute=likes&value=кофе")) == 2


async def test_who_became_part_of_another_is_not_listed(shop: Shop) -> None:
    kept, gone = await _make(shop, name="Анна"), await _make(shop, name="Аня")
    await shop.merge(kept, gone)
    assert await _list(shop, "&sort=name") == ["Анна"]


async def test_a_cursor_outlives_the_person_it_names(shop: Shop) -> None:
    ids = [await _make(shop, name=name) for name in ("А", "Б", "В", "Г")]
    page = (await shop.browser.get("/api/v1/contacts?limit=2&sort=name")).json()
    await shop.merge(ids[0], ids[1])
    after = await shop.browser.get(f"/api/v1/contacts?limit=2&sort=name&cursor={page['next_cursor']}")
    assert [person["name"] for person in after.json()["items"]] == ["В", "Г"]
    other = await shop.browser.get(f"/api/v1/contacts?limit=2&sort=oldest&cursor={page['next_cursor']}")
    assert [person["name"] for person in other.json()["items"]] == ["А", "В"]
    assert (await shop.browser.get("/api/v1/contacts?cursor=nonsense")).status_code == 422


@pytest.mark.parametrize(
    "query",
    [
        "sort=height",
        "since=yesterday",
        "blocked=perhaps",
        f"q={'я' * 201}",
        f"value={'я' * 301}",
        "channel=" + "a" * 41,
    ],
)
async def test_a_wrong_filter_is_refused(shop: Shop, query: str) -> None:
    assert (await shop.browser.get(f"/api/v1/contacts?{query}")).status_code in {400, 422}


async def _export(shop: Shop, query: str = "") -> list[list[str]]:
    answer = await shop.browser.get(f"/api/v1/contacts/export?{query}")
    assert answer.status_code == 200, answer.text
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    delimiter = "," if "lang=en" in query else ";"
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter))


async def test_people_leave_as_a_file_a_spreadsheet_can_be_trusted_with(shop: Shop) -> None:
    field = {"name": "Город", "kind": "text", "key": "city"}
    assert (await shop.browser.post("/api/v1/contact-attributes", field)).status_code == 201
    await _make(shop, name='=HYPERLINK("http://evil.test")', phone="+79991234567", attributes={"city": "@Тверь; 🫖"})
    await _make(shop, name="Анна", vip=True, company='ООО "Чай"\nи глина')
    head, anna, formula = await _export(shop)
    assert (head[0], head[1], head[-1]) == ("Номер", "Имя", "Город")
    assert (anna[1], anna[4], anna[5]) == ("Анна", 'ООО "Чай" и глина', "да")
    assert (formula[1], formula[2], formula[-1]) == ('\'=HYPERLINK("http://evil.test")', "'+79991234567", "'@Тверь; 🫖")
    english = await _export(shop, "lang=en&vip=true")
    assert (english[0][1], [row[1] for row in english[1:]], english[1][5]) == ("Name", ["Анна"], "yes")
    audit = await shop.rows("select detail from audit where action = 'contact.exported' order by id")
    assert [row[0] for row in audit] == [{}, {"vip": True}]


async def test_a_file_longer_than_a_page_is_whole(shop: Shop) -> None:
    await shop.rows(
        """insert into contact (workspace_id, name)
           select %(w)s, 'Гость ' || n from generate_series(1, 1100) n returning 1""",
        w=shop.id,
    )
    rows = await _export(shop)
    assert len({row[0] for row in rows[1:]}) == len(rows) - 1 == 1100


async def test_taking_people_away_is_a_right_of_its_own(scene: Scene) -> None:
    for role, status in (("operator", 403), ("supervisor", 403), ("admin", 200)):
        browser = await scene.browsers.of_new(scene.a.id, role)
        assert (await browser.get("/api/v1/contacts/export")).status_code == status


@pytest.mark.parametrize("cell", ["=1+1", "+7", "-2", "@a", "\ta", "\ra", "  =1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert make_harmless(cell) == f"'{cell}"
    assert make_harmless("a=1") == "a=1"
