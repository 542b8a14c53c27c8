"""The feedback form: every way of sending it, once, checked, and with the way of the answer laid."""

import re
import time
from collections.abc import AsyncIterator
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from otklik.channels.form import FormChannel
from otklik.channels.form.settings import FILE_MAX_BYTES
from otklik.desk.card import list_consents
from otklik.inboxes.endpoints import inbox_dependencies
from otklik.infra.db import Database
from otklik.visitor import form_intake
from otklik.visitor.endpoints_forms import ROUTES as FORMS
from otklik.visitor.limits import FORMS_A_MINUTE, FORMS_OF_ONE_AN_HOUR
from tests.browser import ADDRESS, Browser, open_browsers
from tests.channels.email.servers import make_channel
from tests.visitor.conftest import ROUTES, Scene

SAID = {"name": "Вера", "email": "Vera@Customer.example", "text": "Где мой заказ?", "order": "42"}
ID = "0193a6b0-5f5e-7c6b-8f0e-0a1b2c3d4e5f"
PAGE = {"Accept": "text/html,application/xhtml+xml"}
_numbers = count(1)


class Form:
    """A form of the first shop, and strangers who send it."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.id = 0
        self.key = ""

    async def make(self, **settings: object) -> None:
        body = {
            "channel": "form", "name": "Форма",
            "settings": {"fields": "order* = Номер заказа | Order number\nsize = Размер | Size | S, M", **settings},
        }  # fmt: skip
        answer = await self.scene.a.owner.post("/api/v1/inboxes", body)
        assert answer.status_code == 201, answer.text
        self.id, self.key = answer.json()["id"], answer.json()["public_key"]

    def stranger(self, number: int = 1) -> Browser:
        return self.scene.browsers.stranger(f"198.51.100.{number}")

    async def send(self, said: object = SAID, *, number: int = 1, **options: Any) -> httpx.Response:
        return await self.stranger(number).post(f"/forms/v1/{self.key}", said, **options)

    async def send_plain(self, said: dict[str, str], number: int = 1, **options: Any) -> httpx.Response:
        options.setdefault("headers", PAGE)
        return await self.stranger(number).request("POST", f"/forms/v1/{self.key}", data=said, **options)

    async def open_page(self, lang: str = "ru") -> str:
        answer = await self.stranger().get(f"/form/{self.key}?lang={lang}")
        assert answer.status_code == 200, answer.text
        return answer.text

    async def messages(self) -> list[tuple[Any, ...]]:
        query = (
            "select text, content -> 'answers' from message where inbox_id = %(id)s and direction = 'in' order by id"
        )
        return await self.scene.rows(query, id=self.id)


@pytest.fixture
async def form(db: Database, tmp_path: Path) -> AsyncIterator[Form]:
    """A form with two fields of its own."""
    scene = Scene(db, tmp_path, FormChannel(), make_channel())
    state = {"inboxes": scene.room, "visitor": scene.visitor}
    async with open_browsers(db, [*ROUTES, *FORMS], state, inbox_dependencies()) as browsers:
        await scene.lay(browsers)
        made = Form(scene)
        await made.make()
        yield made
        await scene.ingest.stop()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to wait three seconds in a test."""
    monkeypatch.setattr(form_intake, "FILLING_S", 0.0)


def token_of(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None
    return unescape(found[1])


async def test_json_becomes_a_conversation_with_its_answers(form: Form) -> None:
    answer = await form.send({**SAID, "page": "https://shop.example/x", "utm_source": "ad", "size": "M"})
    assert answer.status_code == 201, answer.text
    said = answer.json()
    assert await form.messages() == [
        ("Где мой заказ?", [
            {"field": "name", "value": "Вера"}, {"field": "email", "value": "vera@customer.example"},
            {"field": "Order number", "value": "42"}, {"field": "Size", "value": "M"},
        ])
    ]  # fmt: skip
    rows = await form.scene.rows("select conversation_id from message where inbox_id = %(id)s", id=form.id)
    assert rows == [(said["number"],)]
    page = await form.stranger().get(said["status_url"].removeprefix(ADDRESS), params={"lang": "ru"})
    assert page.status_code == 200
    assert f"<dd>{said['number']}</dd>" in page.text
    assert "Где мой заказ" not in page.text


async def test_the_same_submission_again_is_the_same_request(form: Form) -> None:
    first = await form.send({**SAID, "submission_id": ID})
    again = [await form.send({**SAID, "submission_id": ID}) for _ in range(2 * FORMS_A_MINUTE)]
    assert first.status_code == 201
    assert {(one.status_code, one.json()["number"]) for one in again} == {(200, first.json()["number"])}
    assert len(await form.messages()) == 1


@pytest.mark.usefixtures("patient")
async def test_a_plain_form_goes_to_thanks_and_pressing_twice_sends_once(form: Form) -> None:
    token = token_of(await form.open_page())
    sent = [await form.send_plain({**SAID, "token": token, "lang": "ru"}) for _ in range(2)]
    assert [one.status_code for one in sent] == [303, 303]
    page = await form.stranger().get(sent[0].headers["location"])
    assert "Обращение отправлено" in page.text
    assert len(await form.messages()) == 1
    await form.send_plain({**SAID, "text": "И ещё", "token": token, "lang": "ru"})
    assert [text for text, _ in await form.messages()] == ["Где мой заказ?", "И ещё"], "other words are another request"


async def test_urlencoded_and_multipart_without_a_token_are_taken(form: Form) -> None:
    assert (await form.send_plain(SAID, headers={})).status_code == 201
    files = [("files", ("счёт.pdf", b"%PDF-1.4 x", "application/pdf")), ("files", ("a.txt", b"text", "text/plain"))]
    answer = await form.send_plain({**SAID, "text": "С файлами"}, headers={}, files=files)
    assert answer.status_code == 201, answer.text
    rows = await form.scene.rows(
        """select a.name from attachment a join message m on m.id = a.message_id
           where m.inbox_id = %(id)s order by a.id""",
        id=form.id,
    )
    assert rows == [("счёт.pdf",), ("a.txt",)]


async def test_faults_are_said_for_each_field_in_both_languages(form: Form) -> None:
    answer = await form.send({"email": "вера", "size": "XXL", "text": " "})
    assert answer.status_code == 422
    errors = {error["field"]: error for error in answer.json()["errors"]}
    assert {name: error["code"] for name, error in errors.items()} == {
        "email": "bad_email", "order": "missing", "size": "bad_choice", "text": "missing",
    }  # fmt: skip
    assert errors["email"]["message"] == {"ru": "Это не похоже на адрес почты", "en": "This is not an e-mail address"}
    assert await form.messages() == []


async def test_a_refused_plain_form_comes_back_with_what_was_written(form: Form) -> None:
    answer = await form.send_plain({**SAID, "order": "", "text": '<b>"Где?"</b>', "lang": "ru"})
    assert answer.status_code == 422
    assert "&lt;b&gt;&quot;Где?&quot;&lt;/b&gt;" in answer.text
    assert 'aria-describedby="order-wrong"' in answer.text
    assert 'href="#order"' in answer.text
    assert "<b>" not in answer.text


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([("files", (f"{n}.txt", b"x", "text/plain")) for n in range(6)], "too_many_files"),
        ([("files", ("big.bin", b"x" * (FILE_MAX_BYTES + 1), "application/x"))], "file_too_large"),
    ],
)
async def test_files_have_limits(form: Form, files: Any, code: str) -> None:
    answer = await form.send_plain(SAID, headers={}, files=files)
    assert [error["code"] for error in answer.json()["errors"]] == [code]


async def test_a_body_over_26_megabytes_is_not_read(form: Form) -> None:
    files = [("files", (f"{n}.bin", b"x" * FILE_MAX_BYTES, "application/x")) for n in range(3)]
    assert (await form.send_plain(SAID, headers={}, files=files)).status_code == 413


@pytest.mark.parametrize("body", ["", "[]", "{", "5", '{"files": [{"data": "кот"}]}', '{"files": ["x"]}'])
async def test_a_broken_body_is_refused(form: Form, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await form.stranger().request("POST", f"/forms/v1/{form.key}", content=body.encode(), headers=headers)
    assert answer.status_code in (400, 422)


async def test_what_only_robots_fill_in_is_said_to_people_too(form: Form) -> None:
    answer = await form.send({**SAID, "website": "https://spam.example"})
    assert [error["code"] for error in answer.json()["errors"]] == ["robot"]
    page = await form.send_plain({**SAID, "website": "x", "lang": "ru"})
    assert 'class="trap"' not in page.text, "who was filled in by a browser must be able to empty it"


async def test_a_token_has_its_time(form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    token = (await form.stranger().get(f"/forms/v1/{form.key}")).json()["token"]
    fast = await form.send({**SAID, "token": token})
    assert [error["code"] for error in fast.json()["errors"]] == ["too_fast"]
    stale = await form.send({**SAID, "token": token[:-2] + "AA"})
    assert [error["code"] for error in stale.json()["errors"]] == ["stale"]
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 4)
    assert (await form.send({**SAID, "token": token})).status_code == 201


@pytest.mark.usefixtures("patient")
async def test_a_guarded_form_is_taken_only_with_a_token_of_its_own(form: Form) -> None:
    other = (await form.stranger().get(f"/forms/v1/{form.key}")).json()["token"]
    await form.make(guarded=True)
    assert [error["code"] for error in (await form.send()).json()["errors"]] == ["stale"]
    assert (await form.send({**SAID, "token": other})).status_code == 422
    own = (await form.stranger().get(f"/forms/v1/{form.key}")).json()["token"]
    assert (await form.send({**SAID, "token": own})).status_code == 201


async def test_consent_is_needed_and_its_version_is_kept(form: Form) -> None:
    await form.make(consent_ru="Согласен на обработку", consent_version="3", consent_url="https://shop.example/policy")
    assert [error["code"] for error in (await form.send()).json()["errors"]] == ["consent"]
    old = await form.send({**SAID, "consent": True, "consent_version": "2"})
    assert [error["code"] for error in old.json()["errors"]] == ["consent_changed"]
    assert (await form.send({**SAID, "consent": "on", "consent_version": "3"})).status_code == 201
    [(_, answers)] = await form.messages()
    assert answers[-1] == {"field": "consent", "value": "Согласен на обработку (v3)"}
    assert "https://shop.example/policy" in await form.open_page()


async def test_consent_of_a_form_stands_in_the_card(form: Form) -> None:
    await form.make(consent_ru="Согласен (на обработку)", consent_version="3")
    said = {**SAID, "consent": "on", "consent_version": "3"}
    assert (await form.send(said)).status_code == 201
    assert (await form.send({**said, "text": "И ещё вопрос"})).status_code == 201
    async with form.scene.db.workspace(form.scene.a.id) as tx:
        [(contact,)] = await tx.rows("select id from contact where workspace_id = %(w)s", {"w": tx.workspace_id})
        [line] = await list_consents(tx, contact)
    assert (line.source, line.given, line.version, line.channel) == ("form", True, "3", "form")


async def test_an_address_may_send_five_a_minute(form: Form) -> None:
    for number in range(FORMS_A_MINUTE):
        assert (await form.send({**SAID, "email": f"p{number}@customer.example"})).status_code == 201
    refused = await form.send({**SAID, "email": "p9@customer.example"})
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    page = await form.send_plain({**SAID, "email": "p9@customer.example", "lang": "ru"})
    assert page.status_code == 429
    assert "Слишком часто" in page.text
    assert (await form.send({**SAID, "email": "p9@customer.example"}, number=2)).status_code == 201


async def test_one_person_may_be_named_six_times_an_hour(form: Form) -> None:
    for number in range(FORMS_OF_ONE_AN_HOUR):
        assert (await form.send({**SAID, "text": f"{number}"}, number=number + 10)).status_code == 201
    assert (await form.send({**SAID, "text": "x"}, number=99)).status_code == 429


async def test_only_named_sites_and_our_own_page_may_send(form: Form) -> None:
    await form.make(origins=["https://shop.example"])
    for origin, status in (("https://shop.example", 201), (ADDRESS, 201), ("https://evil.example", 403)):
        body = {**SAID, "text": origin}
        assert (await form.send(body, headers={"Origin": origin})).status_code == status


async def test_other_keys_and_paused_forms_are_not_there(form: Form) -> None:
    key, form.key = form.key, form.scene.a.key
    assert (await form.send()).status_code == 404, "the key of a chat is no form"
    form.key = key
    await form.scene.a.owner.post(f"/api/v1/inboxes/{form.id}/pause")
    form.scene.directory.forget()
    assert (await form.send()).status_code == 404
    assert (await form.stranger().get(f"/form/{key}")).status_code == 404


async def test_the_page_works_without_a_script_in_both_languages(form: Form) -> None:
    await form.make(topics="Доставка\nВозврат", title_ru="Вопрос <магазину>")
    answer = await form.stranger().get(f"/form/{form.key}", headers={"Accept-Language": "ru"})
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert '<html lang="ru">' in answer.text
    assert "Вопрос &lt;магазину&gt;" in answer.text
    assert "<option>Доставка</option>" in answer.text
    english = await form.open_page("en")
    assert '<html lang="en">' in english
    assert "Order number" in english


async def test_an_own_thanks_page_is_where_a_plain_form_goes(form: Form) -> None:
    await form.make(thanks_url="https://shop.example/thanks")
    assert (await form.send_plain(SAID)).headers["location"] == "https://shop.example/thanks"


async def connect_mailbox(form: Form) -> int:
    ((number,),) = await form.scene.rows(
        """insert into inbox (workspace_id, channel, name, status, token, hook_secret, settings)
           values (%(id)s, 'email', 'Почта', 'active', %(token)s, 'x', '{"address": "shop@shop.example"}')
           returning id""",
        id=form.scene.a.id, token=f"formmail{next(_numbers)}",
    )  # fmt: skip
    return int(number)


_WAYS = """select i.inbox_id, i.external_id, i.reachable, i.unreachable_reason, i.proof from identity i
           join message m on m.conversation_id = %(number)s and m.direction = 'in'
           join identity s on s.id = m.identity_id and s.contact_id = i.contact_id order by i.id"""


async def test_the_answer_goes_by_mail(form: Form) -> None:
    mailbox = await connect_mailbox(form)
    await form.make(mail_inbox=mailbox)
    number = (await form.send()).json()["number"]
    assert await form.scene.rows(_WAYS, number=number) == [
        (form.id, "email:vera@customer.example", False, "one_way", "self"),
        (mailbox, "vera@customer.example", True, "", "none"),
    ]
    assert await form.scene.rows("select count(*) from message where direction = 'out'") == [(0,)], "nothing was sent"


async def test_an_address_of_somebody_else_stays_theirs(form: Form) -> None:
    mailbox = await connect_mailbox(form)
    await form.scene.rows(
        """with c as (insert into contact (workspace_id, name) values (%(w)s, 'Другая Вера') returning id)
           insert into identity (workspace_id, contact_id, inbox_id, external_id, email)
           select %(w)s, c.id, %(m)s, 'vera@customer.example', 'vera@customer.example' from c returning id""",
        w=form.scene.a.id, m=mailbox,
    )  # fmt: skip
    await form.make(mail_inbox=mailbox)
    number = (await form.send()).json()["number"]
    assert [way[0] for way in await form.scene.rows(_WAYS, number=number)] == [form.id]


async def test_our_own_mailbox_is_no_address_to_answer(form: Form) -> None:
    mailbox = await connect_mailbox(form)
    await form.make(mail_inbox=mailbox)
    number = (await form.send({**SAID, "email": "shop@shop.example"})).json()["number"]
    assert [way[0] for way in await form.scene.rows(_WAYS, number=number)] == [form.id]
