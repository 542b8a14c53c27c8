"""Drafts: older writes are refused, other texts are not lost, and the post takes its draft with it."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from otklik.access.actor import Actor
from otklik.conversations.events import DraftChanged
from otklik.desk import drafts
from otklik.infra.events import LoggedEvent
from otklik.infra.stream import Position
from otklik.infra.sweeps import sweep_files, sweep_tables
from otklik.realtime.hub import Hub, Views, collect
from tests.browser import Browser
from tests.desk.scene import Scene, reply, upload

PHONE, DESK = "phone", "desk"


async def save(
    browser: Browser, number: int, text: str, revision: int, *, tab: str = "reply", **fields: Any
) -> httpx.Response:
    body = {"text": text, "revision": revision, "device": DESK, **fields}
    return await browser.put(f"/api/v1/conversations/{number}/drafts/{tab}", body)


async def shown(browser: Browser, number: int) -> dict[str, Any]:
    answer = await browser.get(f"/api/v1/conversations/{number}/drafts")
    return {one["tab"]: one for one in answer.json()["items"]}


async def test_a_draft_is_kept_for_each_tab_with_all_that_belongs_to_it(scene: Scene) -> None:
    written = await scene.write(scene.a, "Иван")
    number, anna = written.conversation_id, scene.a.anna_browser
    file = (await upload(anna, b"x" * 30, "счёт.txt")).json()
    kept = await save(
        anna,
        number,
        "Добрый день 👨‍👩‍👧 مرحبا",
        1,
        subject="Счёт",
        attachments=[file["id"]],
        reply_to=written.message_id,
        identity_id=7,
    )
    assert kept.status_code == 200, kept.text
    await save(anna, number, "он\x00 злится", 1, tab="note")
    both = await shown(anna, number)
    reply_, note = both["reply"], both["note"]
    assert (reply_["text"], reply_["subject"], reply_["identity_id"]) == ("Добрый день 👨‍👩‍👧 مرحبا", "Счёт", 7)
    assert reply_["reply_to"]["text"] == "Здравствуйте"
    assert [one["name"] for one in reply_["attachments"]] == ["счёт.txt"]
    assert note["text"] == "он злится"


async def test_drafts_are_nobody_elses(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    await save(scene.a.anna_browser, number, "секрет", 1)
    assert await shown(scene.a.boris_browser, number) == {}
    assert (await scene.a.boris_browser.get("/api/v1/drafts")).json()["items"] == []
    assert (await save(scene.b.anna_browser, number, "чужое", 1)).status_code == 404
    assert (await scene.b.anna_browser.get(f"/api/v1/conversations/{number}/drafts")).status_code == 404
    token = await scene.browsers.of_token(scene.a.id)
    assert (await save(token, number, "программа", 1)).status_code == 403


async def test_a_delete_stands_against_an_older_save_that_arrives_after_it(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    await save(anna, number, "раз", 1)
    await save(anna, number, "", 3)
    late = (await save(anna, number, "раз два", 2)).json()
    assert (late["text"], late["revision"], late["replaced"]) == ("", 3, "")


async def test_writes_in_any_order_end_with_the_newest(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    answers = await asyncio.gather(*(save(anna, number, f"текст {n}", n) for n in (4, 2, 6, 1, 5, 3)))
    assert {answer.status_code for answer in answers} == {200}
    assert (await shown(anna, number))["reply"]["text"] == "текст 6"


async def test_two_devices_that_did_not_know_of_each_other_lose_nothing(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    await save(anna, number, "с телефона", 5, device=PHONE)
    older = (await save(anna, number, "со стола", 5, device=DESK, base=0)).json()
    assert (older["text"], older["replaced"], older["device"]) == ("с телефона", "со стола", PHONE)
    newer = (await save(anna, number, "со стола снова", 9, device=DESK, base=0)).json()
    assert (newer["text"], newer["replaced"]) == ("со стола снова", "с телефона")
    knowing = (await save(anna, number, "допишу", 10, device=PHONE, base=9)).json()
    assert (knowing["text"], knowing["replaced"]) == ("допишу", "с телефона")
    taken = (await save(anna, number, "с телефона", 11, device=PHONE, base=10, replaced="допишу")).json()
    assert (taken["text"], taken["replaced"]) == ("с телефона", "допишу")
    emptied = (await save(anna, number, "", 12, device=PHONE, base=11)).json()
    assert emptied["replaced"] == ""


async def test_the_post_takes_its_draft_with_it_and_a_late_save_does_not_bring_it_back(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    await save(anna, number, "Уже везём", 4)
    mark = {"revision": 6, "device": DESK}
    assert (await reply(anna, number, "Уже везём", draft=mark)).status_code == 201
    late = (await save(anna, number, "Уже вез", 5)).json()
    assert (late["text"], late["revision"]) == ("", 6)
    assert (await anna.get("/api/v1/drafts")).json()["items"] == []


async def test_a_post_that_is_refused_leaves_the_draft(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    await save(anna, number, "Уже везём", 4)
    await scene.do("update identity set reachable = false")
    assert (await reply(anna, number, "Уже везём", draft={"revision": 5, "device": DESK})).status_code == 409
    assert (await shown(anna, number))["reply"]["text"] == "Уже везём"


async def test_what_was_typed_after_sending_outlives_a_post_that_was_late(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    await save(anna, number, "следующее", 9)
    client_id = str(uuid4())
    posted = await reply(anna, number, "первое", client_id=client_id, draft={"revision": 8, "device": DESK})
    assert posted.status_code == 201
    assert (await shown(anna, number))["reply"]["text"] == "следующее"
    again = await reply(anna, number, "первое", client_id=client_id, draft={"revision": 8, "device": DESK})
    assert again.json()["id"] == posted.json()["id"]


async def test_posts_and_saves_of_one_draft_at_once_do_not_block_each_other_for_ever(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    tries = [
        one
        for n in range(1, 9)
        for one in (
            save(anna, number, f"т{n}", 2 * n),
            reply(anna, number, f"т{n}", draft={"revision": 2 * n + 1, "device": DESK}),
        )
    ]
    answers = await asyncio.wait_for(asyncio.gather(*tries), 60)
    assert {answer.status_code for answer in answers} == {200, 201}
    assert (await shown(anna, number))["reply"]["text"] == ""


async def test_the_folder_of_drafts_holds_own_drafts_only(scene: Scene) -> None:
    people = [(await scene.write(scene.a, name)).conversation_id for name in ("Иван", "Пётр", "Олег")]
    anna = scene.a.anna_browser
    await save(anna, people[0], "а" * 400, 1)
    await save(anna, people[1], "б", 1, tab="note")
    await save(scene.a.boris_browser, people[2], "в", 1)
    await save(anna, people[2], "", 1)
    rows = (await anna.get("/api/v1/conversations?view=drafts")).json()["items"]
    assert sorted(row["id"] for row in rows) == sorted(people[:2])
    briefs = (await anna.get("/api/v1/drafts")).json()["items"]
    assert [(one["conversation_id"], one["tab"], len(one["preview"])) for one in briefs] == [
        (people[1], "note", 1), (people[0], "reply", 160),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "fields, field, code",
    [
        ({"text": "я" * 100_001}, "text", "too_long"),
        ({"replaced": "я" * 100_001}, "replaced", "too_long"),
        ({"attachments": [1, 2, 3, 4]}, "attachments", "too_many"),
        ({"subject": "я" * 301}, "subject", "too_long"),
        ({"device": ""}, "device", "too_short"),
        ({"revision": -1}, "revision", "too_small"),
        ({"revision": 2**53}, "revision", "too_big"),
    ],
)
async def test_what_is_wrong_is_named(scene: Scene, fields: dict[str, Any], field: str, code: str) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    body = {"text": "да", "revision": 1, "device": DESK, **fields}
    answer = await scene.a.anna_browser.put(f"/api/v1/conversations/{number}/drafts/reply", body)
    assert answer.status_code == 422, answer.text
    assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == [(field, code)]
    assert (await shown(scene.a.anna_browser, number)) == {}


async def test_there_is_no_third_tab(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    assert (await save(scene.a.anna_browser, number, "да", 1, tab="secret")).status_code in {404, 422}


async def test_more_drafts_than_may_be_kept_are_refused_in_russian(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "DRAFTS_MAX", 2)
    anna = scene.a.anna_browser
    numbers = [(await scene.write(scene.a, name)).conversation_id for name in ("Иван", "Пётр", "Олег")]
    for number in numbers[:2]:
        assert (await save(anna, number, "да", 1)).status_code == 200
    refused = await anna.put(
        f"/api/v1/conversations/{numbers[2]}/drafts/reply", {"text": "да", "revision": 1, "device": DESK},
        headers={"Accept-Language": "ru"},
    )  # fmt: skip
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_drafts")
    assert "Черновиков" in refused.json()["detail"]
    assert (await save(anna, numbers[0], "ещё", 2)).status_code == 200


async def test_files_of_others_or_sent_ones_are_left_out(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    own, sent = [(await upload(anna, b"x" * 9)).json()["id"] for _ in range(2)]
    foreign = (await upload(scene.a.boris_browser, b"x" * 9)).json()["id"]
    await save(anna, number, "", 1, attachments=[own, sent])
    await reply(anna, number, "вот", attachments=[sent])
    assert [one["id"] for one in (await shown(anna, number))["reply"]["attachments"]] == [own]
    kept = (await save(anna, number, "", 2, attachments=[foreign, own, own])).json()
    assert [one["id"] for one in kept["attachments"]] == [own]


async def test_files_of_drafts_are_not_swept_and_old_empty_drafts_are(scene: Scene, tmp_path: Path) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    kept, lost = [(await upload(anna, b"x" * 9)).json()["id"] for _ in range(2)]
    await save(anna, number, "", 1, attachments=[kept])
    await save(anna, number, "", 1, tab="note")
    await scene.do("update attachment set created_at = now() - %(age)s", age=timedelta(days=40))
    await scene.do("update draft set updated_at = now() - %(age)s", age=timedelta(days=40))
    await sweep_files(scene.db, tmp_path)
    await sweep_tables(scene.db, journal_days=1, event_days=1)
    assert await scene.sql("select array_agg(id) from attachment where id in (%(a)s, %(b)s)", a=kept, b=lost) == [kept]
    assert await scene.sql("select array_agg(tab) from draft") == ["reply"]


class Ear:
    """A socket that remembers its frames."""

    def __init__(self, workspace_id: int, operator_id: int) -> None:
        self.workspace_id, self.operator_id, self.session_id = workspace_id, operator_id, 0
        self.sees_conversations = True
        self.heard: list[dict[str, Any]] = []

    def renew(self, _actor: Actor) -> bool:
        """Rights stay as they are."""
        return False

    def watches(self, _conversation_id: int) -> bool:
        """Nothing is open."""
        return False

    def push(self, frame: bytes) -> None:
        """Keep a frame."""
        self.heard.append(json.loads(frame))

    def close_soon(self, code: int) -> None:
        """Nothing to end."""
        raise AssertionError(code)


async def test_a_draft_is_pushed_to_the_pages_of_its_operator_only(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    await save(anna, number, "Добрый день", 3)
    data = await scene.sql("select data from event where kind = %(kind)s", kind=DraftChanged.kind)
    event = LoggedEvent(1, 1, scene.a.id, DraftChanged.kind, None, None, None, data)
    loader = drafts.DraftViews(scene.links)
    views = Views(scene.views.load_rows, scene.views.load_messages, _nobody, loader.load)
    ears = [Ear(scene.a.id, who.id) for who in (scene.a.anna, scene.a.anna, scene.a.boris)]
    await Hub(scene.db, views).show(scene.a.id, collect([event]), Position(1, 1), ears)
    assert [[one["type"] for one in ear.heard] for ear in ears] == [["drafts"], ["drafts"], []]
    assert ears[0].heard[0]["drafts"][0]["text"] == "Добрый день"


async def _nobody(_tx: object, _ids: object) -> list[object]:
    return []
