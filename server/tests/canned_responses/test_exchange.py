import json
from pathlib import Path

import pytest

from otklik.infra.sweeps import sweep_files
from tests.browser import Browser
from tests.canned_responses.test_responses import PATH, PNG, make, titles
from tests.desk.scene import Scene, reply, upload


async def bring(browser: Browser, content: str, kind: str = "csv") -> dict[str, object]:
    answer = await browser.post(f"{PATH}/import", {"format": kind, "content": content})
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


@pytest.mark.parametrize("kind", ["csv", "json"])
async def test_what_is_written_out_is_read_in_the_same(scene: Scene, kind: str) -> None:
    variants = [{"language": "en", "text": '=1+1, "quoted"\nnew line'}, {"language": "ru", "text": "'апостроф"}]
    await make(scene.a.anna_browser, "Один", variants=variants, shortcut="one", folder="Папка")
    await make(scene.a.anna_browser, "-Два", "второй")
    file = await scene.a.anna_browser.get(f"{PATH}/export", params={"format": kind})
    assert "attachment" in file.headers["content-disposition"]
    assert await bring(scene.a.boris_browser, file.text, kind) == {"created": 2, "skipped": []}
    found = (await scene.a.boris_browser.get(f"{PATH}/search", params={"q": "one"})).json()["items"][0]
    whole = (await scene.a.boris_browser.get(f"{PATH}/{found['id']}")).json()
    assert (whole["variants"], whole["shortcut"], whole["folder"]) == (variants, "one", "Папка")
    assert sorted(await titles(scene.a.boris_browser, "")) == ["-Два", "Один"]


async def test_what_cannot_be_read_in_is_named_and_the_rest_comes(scene: Scene) -> None:
    await make(scene.a.anna_browser, "Есть", shortcut="hi")
    rows = [
        "title;shortcut;text",
        "Занят;hi;x",
        "Хороший;ok;x",
        "Плохой;;{{customer.nmae}}",
        f"Длинный;;{'x' * 5001}",
        ";;x",
    ]
    made = await bring(scene.a.anna_browser, "\n".join(rows))
    assert made["created"] == 1
    skipped = made["skipped"]
    assert isinstance(skipped, list)
    assert [(one["entry"], one["code"]) for one in skipped] == [
        (1, "shortcut_taken"), (3, "unknown_variable"), (4, "too_long"), (5, "empty"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("csv", "a,b\n1,2", "unreadable_file"),
        ("json", "{", "unreadable_file"),
        ("json", '{"canned_responses": [{"title": 1}]}', "unreadable_file"),
        ("json", "[" * 100_000, "unreadable_file"),
        ("json", json.dumps({"canned_responses": [{"title": "x", "variants": {"ru": "x"}}] * 501}), "too_many"),
    ],
)
async def test_a_file_that_is_none_is_refused(scene: Scene, kind: str, content: str, code: str) -> None:
    answer = await scene.a.anna_browser.post(f"{PATH}/import", {"format": kind, "content": content})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)


async def test_reading_in_for_everybody_is_for_supervisors(scene: Scene) -> None:
    body = {"format": "csv", "content": "title,text\nx,y", "scope": "all"}
    assert (await scene.a.anna_browser.post(f"{PATH}/import", body)).status_code == 403


async def test_the_sweep_leaves_files_that_answers_or_messages_need(scene: Scene, tmp_path: Path) -> None:
    uploads = [(await upload(scene.a.anna_browser, PNG, f"{n}.png", "image/png")).json()["id"] for n in range(2)]
    made = (await make(scene.a.anna_browser, uploads=uploads)).json()
    number = (await scene.write(scene.a, "Иван")).conversation_id
    path = f"/api/v1/conversations/{number}/canned-responses/{made['id']}/insert"
    laid = [one["id"] for one in (await scene.a.anna_browser.post(path, {})).json()["uploads"]]
    sent = (await reply(scene.a.anna_browser, number, "вот", attachments=[laid[0]])).json()
    await scene.do("update attachment set created_at = now() - interval '2 days'")
    await sweep_files(scene.db, tmp_path)
    assert await scene.sql("select count(*) from attachment where message_id is null") == 0
    assert await scene.sql("select count(*) from file") == 2
    assert (await scene.a.anna_browser.delete(f"{PATH}/{made['id']}")).status_code == 204
    assert await scene.sql("select count(*) from file") == 1
    assert (await scene.a.anna_browser.get(sent["attachments"][0]["url"])).content == PNG
