import asyncio
from typing import Any

import httpx
import pytest

from otklik.canned_responses.service import OWN_MAX
from tests.browser import Browser
from tests.desk.scene import Scene, reply, upload
from tests.factories import make_operator, make_team

PATH = "/api/v1/canned-responses"
RUSSIAN = "{{customer.first_name}}, {{operator.first_name}} {{workspace.name}} {{conversation.number}}"
ENGLISH = 'Hi {{customer.first_name}}, {{customer.attributes.order}} {{customer.phone|default:"-"}}'
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000100ffff03000006000557bfabd4"
    "0000000049454e44ae426082"
)


async def make(browser: Browser, title: str = "Привет", text: str = "Здравствуйте!", **fields: Any) -> httpx.Response:
    variants = fields.pop("variants", [{"language": "ru", "text": text}])
    return await browser.post(PATH, {"title": title, "variants": variants, **fields})


async def supervisor(scene: Scene) -> Browser:
    return await scene.browsers.of_new(scene.a.id, "supervisor")


async def titles(browser: Browser, query: str) -> list[str]:
    found = await browser.get(f"{PATH}/search", params={"q": query})
    assert found.status_code == 200, found.text
    return [one["title"] for one in found.json()["items"]]


async def test_ones_own_answer_is_seen_by_nobody_else(scene: Scene) -> None:
    made = await make(scene.a.anna_browser, shortcut="/hi", folder="Приветствия")
    assert made.status_code == 201, made.text
    assert (made.json()["shortcut"], made.json()["scope"], made.json()["editable"]) == ("hi", "personal", True)
    number = made.json()["id"]
    assert await titles(scene.a.anna_browser, "hi") == ["Привет"]
    for stranger in (scene.a.boris_browser, scene.b.anna_browser, await supervisor(scene)):
        assert await titles(stranger, "") == []
        for answer in (
            await stranger.get(f"{PATH}/{number}"),
            await stranger.patch(f"{PATH}/{number}", {"title": "x"}),
            await stranger.delete(f"{PATH}/{number}"),
            await stranger.put(f"{PATH}/{number}/favourite", {"favourite": True}),
        ):
            assert answer.status_code == 404, answer.text


async def test_only_supervisors_share_and_change_what_is_shared(scene: Scene) -> None:
    assert (await make(scene.a.anna_browser, scope="all")).status_code == 403
    boss = await supervisor(scene)
    number = (await make(boss, scope="all")).json()["id"]
    assert (await scene.a.anna_browser.get(f"{PATH}/{number}")).json()["editable"] is False
    assert (await scene.a.anna_browser.patch(f"{PATH}/{number}", {"title": "x"})).status_code == 403
    assert (await scene.a.anna_browser.delete(f"{PATH}/{number}")).status_code == 403
    own = (await make(scene.a.anna_browser)).json()["id"]
    assert (await scene.a.anna_browser.patch(f"{PATH}/{own}", {"scope": "all"})).status_code == 403
    assert (await boss.delete(f"{PATH}/{number}")).status_code == 204
    assert await scene.sql("select count(*) from audit where action = 'canned_response.deleted'") == 1


async def test_a_teams_answers_are_its_members_and_outlive_the_team(scene: Scene) -> None:
    boss = await supervisor(scene)
    anna = await make_operator(scene.db, scene.a.id)
    team = await make_team(scene.db, scene.a.id, "Возвраты", (anna.id,))
    assert (await make(boss, scope="team")).status_code == 422
    assert (await make(boss, scope="team", team_id=10**9)).status_code == 404
    number = (await make(boss, "Наш", scope="team", team_id=team)).json()["id"]
    member = await scene.browsers.of(anna)
    assert await titles(member, "наш") == ["Наш"]
    assert await titles(scene.a.boris_browser, "наш") == []
    await scene.do("delete from team where id = %(id)s", id=team)
    assert await titles(member, "наш") == []
    assert (await boss.get(f"{PATH}/{number}")).json()["team_id"] is None
    moved = await boss.patch(f"{PATH}/{number}", {"scope": "all"})
    assert (moved.status_code, await titles(member, "наш")) == (200, ["Наш"])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("dostavka", ["Доставка"]),
        ("dos", ["Доставка"]),
        ("дост", ["Доставка", "Оплата"]),
        ("ljcn", ["Доставка", "Оплата"]),
        ("елоч", ["Ёлочные игрушки"]),
        ("способ карт", ["Оплата"]),
        ("оставка", []),
        ("100% _", []),
        ("'; drop table canned_response --", []),
    ],
)
async def test_answers_are_found_by_shortcut_title_and_text_in_either_layout(
    scene: Scene, query: str, expected: list[str]
) -> None:
    await make(scene.a.anna_browser, "Оплата", "Картой — лучший способ, доставка бесплатна")
    await make(scene.a.anna_browser, "Доставка", "Привезём завтра", shortcut="dostavka")
    await make(scene.a.anna_browser, "Ёлочные игрушки", "Шары")
    assert await titles(scene.a.anna_browser, query) == expected


async def test_favourites_come_first_and_then_what_is_used_most(scene: Scene) -> None:
    boss = await supervisor(scene)
    ids = {name: (await make(boss, name, scope="all")).json()["id"] for name in ("А", "Б", "В")}
    number = (await scene.write(scene.a, "Иван")).conversation_id
    for _ in range(2):
        used = await scene.a.anna_browser.post(f"/api/v1/conversations/{number}/canned-responses/{ids['В']}/insert", {})
        assert used.status_code == 201, used.text
    assert await titles(scene.a.anna_browser, "") == ["В", "А", "Б"]
    await scene.a.anna_browser.put(f"{PATH}/{ids['Б']}/favourite", {"favourite": True})
    assert await titles(scene.a.anna_browser, "") == ["Б", "В", "А"]
    assert await titles(scene.a.boris_browser, "") == ["В", "А", "Б"]


async def test_faults_of_the_text_are_refused_with_their_places_in_both_languages(scene: Scene) -> None:
    text = "😀 {{customer.nmae}} {{customer.name|default:x}}"
    english = await make(scene.a.anna_browser, text=text)
    assert english.status_code == 422
    assert [(one["field"], one["code"]) for one in english.json()["errors"]] == [
        ("variants.0.text", "unknown_variable"), ("variants.0.text", "bad_variable"),
    ]  # fmt: skip
    assert "at character 4" in english.json()["errors"][0]["message"]
    assert [(one["start"], one["words"]) for one in english.json()["faults"]] == [
        (3, "{{customer.nmae}}"), (21, "{{customer.name|default:x}}"),
    ]  # fmt: skip
    body = {"title": "x", "variants": [{"language": "ru", "text": text}]}
    russian = await scene.a.anna_browser.post(PATH, body, headers={"Accept-Language": "ru"})
    assert russian.json()["errors"][0]["message"] == "такой переменной нет"


@pytest.mark.parametrize(
    "fields",
    [
        {"title": " \u200b "}, {"title": "x" * 101}, {"shortcut": "a b"}, {"shortcut": "x" * 33}, {"folder": "x" * 61},
        {"text": "x" * 5001}, {"text": "  "}, {"variants": []}, {"variants": [{"language": "русский", "text": "x"}]},
        {"variants": [{"language": "en-us", "text": "x"}, {"language": "EN-US", "text": "y"}]},
        {"variants": [{"language": "ru", "text": "x"}] * 11}, {"uploads": list(range(1, 12))}, {"scope": "world"},
    ],
)  # fmt: skip
async def test_what_is_over_a_limit_is_refused(scene: Scene, fields: dict[str, Any]) -> None:
    answer = await make(scene.a.anna_browser, **{"title": "x", **fields})
    assert answer.status_code == 422, answer.text


async def test_text_of_any_kind_comes_back_as_it_was(scene: Scene) -> None:
    text = "Привет\u0000 👩‍💻 שלום\nвторая"
    made = await make(scene.a.anna_browser, text=text)
    assert made.json()["variants"][0]["text"] == text.replace("\u0000", "")


async def test_two_who_take_one_shortcut_at_once_do_not_both_get_it(scene: Scene) -> None:
    boss = await supervisor(scene)
    answers = await asyncio.gather(*(make(boss, f"т{n}", scope="all", shortcut="Hi") for n in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert (await make(boss, scope="all", shortcut="hI")).json()["code"] == "shortcut_taken"
    assert (await make(scene.a.anna_browser, shortcut="hi")).status_code == 201


async def test_the_store_of_ones_own_has_an_end(scene: Scene) -> None:
    await scene.do(
        """insert into canned_response (workspace_id, scope, operator_id, title, variants, default_language, title_key,
                                        body_key)
           select %(workspace)s, 'personal', %(operator)s, 't', '{"ru": "x"}', 'ru', '', ''
           from generate_series(1, %(most)s)""",
        workspace=scene.a.id, operator=scene.a.anna.id, most=OWN_MAX,
    )  # fmt: skip
    full = await make(scene.a.anna_browser)
    assert (full.status_code, full.json()["code"], full.json()["limit"]) == (409, "too_many_canned_responses", OWN_MAX)


async def test_who_saves_over_a_colleague_is_told(scene: Scene) -> None:
    made = (await make(scene.a.anna_browser)).json()
    await scene.a.anna_browser.patch(f"{PATH}/{made['id']}", {"title": "раз", "expected_version": made["version"]})
    late = await scene.a.anna_browser.patch(
        f"{PATH}/{made['id']}", {"title": "два", "expected_version": made["version"]}
    )
    assert (late.status_code, late.json()["code"]) == (409, "stale")
    await scene.a.anna_browser.delete(f"{PATH}/{made['id']}")
    gone = await scene.a.anna_browser.patch(f"{PATH}/{made['id']}", {"title": "три"})
    assert (gone.status_code, gone.json()["code"]) == (404, "canned_response_not_found")


async def fill(scene: Scene, browser: Browser, response_id: int, number: int, **query: str) -> dict[str, Any]:
    answer = await browser.get(f"/api/v1/conversations/{number}/canned-responses/{response_id}", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_an_answer_is_filled_in_in_the_customers_language(scene: Scene) -> None:
    variants = [
        {"language": "ru", "text": RUSSIAN},
        {"language": "en", "text": ENGLISH},
    ]  # fmt: skip
    made = (await make(scene.a.anna_browser, variants=variants)).json()
    number = (await scene.write(scene.a, "Иван Петров")).conversation_id
    shown = await fill(scene, scene.a.anna_browser, made["id"], number)
    assert (shown["language"], shown["text"]) == ("ru", f"Иван, Сотрудник Ромашка {number}")
    await scene.do("update contact set language = 'en-GB', name = '😀 X'")
    shown = await fill(scene, scene.a.anna_browser, made["id"], number)
    assert (shown["language"], shown["text"]) == ("en", "Hi 😀, {{customer.attributes.order}} -")
    (place,) = shown["unresolved"]
    assert (place["name"], place["start"]) == ("customer.attributes.order", 7)
    await scene.do("""update contact set attributes = '{"order": 77}'""")
    assert (await fill(scene, scene.a.anna_browser, made["id"], number))["text"] == "Hi 😀, 77 -"
    assert (await fill(scene, scene.a.anna_browser, made["id"], number, language="fr"))["language"] == "ru"
    foreign = await scene.b.anna_browser.get(f"/api/v1/conversations/{number}/canned-responses/{made['id']}")
    assert foreign.status_code == 404


async def test_a_reply_with_a_variable_left_is_refused_and_other_braces_are_not(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    left = await reply(scene.a.anna_browser, number, "Ваш заказ {{customer.attributes.order}}")
    assert (left.status_code, left.json()["code"]) == (422, "unfilled_variables")
    assert left.json()["places"] == [{"name": "customer.attributes.order", "start": 10, "stop": 39}]
    for words in ("пишите {{ваше имя}}", "{% if %} {{ 1 + 1 }}", "{{customer.nmae}}"):
        assert (await reply(scene.a.anna_browser, number, words)).status_code == 201
    assert (await reply(scene.a.anna_browser, number, "{{customer.name}}", kind="note")).status_code == 201


async def test_files_of_an_answer_go_into_messages_of_everybody_and_stay(scene: Scene) -> None:
    boss = await supervisor(scene)
    mine = (await upload(boss, PNG, "карта.png", "image/png")).json()["id"]
    foreign = await make(scene.a.anna_browser, uploads=[mine])
    assert (foreign.status_code, foreign.json()["code"]) == (404, "upload_not_found")
    made = (await make(boss, scope="all", uploads=[mine])).json()
    assert [one["name"] for one in made["attachments"]] == ["карта.png"]
    assert (await boss.get(made["attachments"][0]["url"])).content == PNG
    number = (await scene.write(scene.a, "Иван")).conversation_id
    path = f"/api/v1/conversations/{number}/canned-responses/{made['id']}/insert"
    for browser in (scene.a.anna_browser, scene.a.boris_browser):
        laid = (await browser.post(path, {})).json()["uploads"]
        sent = await reply(browser, number, "вот", attachments=[laid[0]["id"]], seen_seq=100)
        assert sent.status_code == 201, sent.text
        assert (await browser.get(sent.json()["attachments"][0]["url"])).content == PNG
    stolen = (await scene.a.anna_browser.post(path, {})).json()["uploads"][0]["id"]
    assert (await reply(scene.a.boris_browser, number, "x", attachments=[stolen])).status_code == 404


async def test_an_answer_made_of_a_message_takes_its_files(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    file = (await upload(scene.a.anna_browser, PNG, "a.png", "image/png")).json()["id"]
    sent = (await reply(scene.a.anna_browser, number, "вот карта", attachments=[file])).json()
    made = await make(scene.a.boris_browser, "Карта", "вот карта", message_id=sent["id"])
    assert [one["kind"] for one in made.json()["attachments"]] == ["image"]
    foreign = await make(scene.b.anna_browser, "Карта", "вот карта", message_id=sent["id"])
    assert (foreign.status_code, foreign.json().get("code")) == (404, "message_not_found")


async def test_buttons_are_kept_shown_inserted_and_exported(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    rows = [[{"title": "Да"}, {"title": "Сайт", "url": "https://shop.example/"}]]
    made = (await make(anna, buttons=rows)).json()
    assert [[(one["title"], one["url"]) for one in row] for row in made["buttons"]] == [
        [("Да", None), ("Сайт", "https://shop.example/")]
    ]
    place = f"/api/v1/conversations/{number}/canned-responses/{made['id']}"
    assert (await anna.get(place)).json()["buttons"] == made["buttons"]
    assert (await anna.post(f"{place}/insert", {})).json()["buttons"] == made["buttons"]
    renamed = (await anna.patch(f"{PATH}/{made['id']}", {"title": "Иначе"})).json()
    assert renamed["buttons"] == made["buttons"]
    file = (await anna.get(f"{PATH}/export", params={"format": "json", "scope": "personal"})).text
    await anna.delete(f"{PATH}/{made['id']}")
    await anna.post(f"{PATH}/import", {"format": "json", "content": file})
    again = (await anna.get(PATH)).json()["items"][0]["id"]
    assert (await anna.get(f"{PATH}/{again}")).json()["buttons"] == made["buttons"]
    assert (await anna.patch(f"{PATH}/{again}", {"buttons": []})).json()["buttons"] == []
    twice = await make(anna, buttons=[[{"title": "Да"}, {"title": "Да"}]])
    assert twice.json()["errors"][0]["code"] == "same_button"


async def test_variables_in_titles_of_buttons_are_filled_as_in_the_text(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван Смирнов")).conversation_id, scene.a.anna_browser
    rows = [
        [{"title": "Да, {{customer.first_name}}"}, {"title": '{{customer.phone|default:"Телефон"}}'}],
        [{"title": "{{customer.email}}", "payload": "mail"}],
    ]
    made = (await make(anna, buttons=rows)).json()
    assert made["buttons"][0][0]["title"] == "Да, {{customer.first_name}}", "kept as written"
    place = f"/api/v1/conversations/{number}/canned-responses/{made['id']}"
    for shown in ((await anna.get(place)).json(), (await anna.post(f"{place}/insert", {})).json()):
        titles = [[one["title"] for one in row] for row in shown["buttons"]]
        assert titles == [["Да, Иван", "Телефон"], ["{{customer.email}}"]]
        assert shown["buttons"][1][0]["payload"] == "mail"
    wrong = await make(anna, buttons=[[{"title": "Да"}, {"title": "{{customer.age}}"}]])
    assert [(one["field"], one["code"]) for one in wrong.json()["errors"]] == [
        ("buttons.0.1.title", "unknown_variable")
    ]
