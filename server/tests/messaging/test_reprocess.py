"""Poison is kept, shown without secrets, and runs the same road once the parser is mended."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from otklik.channelkit.channel import Settings
from otklik.channelkit.inbound import Happening, HookCall
from otklik.messaging import endpoints
from otklik.messaging.endpoints import repair_dependencies
from tests.browser import Browser, Browsers, open_browsers
from tests.factories import make_workspace
from tests.messaging.conftest import Scene

MESSAGE = {"kind": "message", "id": "1", "text": "Где мой заказ?"}
SECRET = "s3cret"


@pytest.fixture
async def browsers(road: Scene) -> AsyncIterator[Browsers]:
    """Browsers on the doors of repair."""
    async with open_browsers(road.db, endpoints.ROUTES, {"road": road.road}, repair_dependencies()) as made:
        yield made


@pytest.fixture
async def owner(road: Scene, browsers: Browsers) -> Browser:
    """The owner's browser."""
    return await browsers.of_new(road.workspace_id, "owner")


class Stumbles:
    """A parser with a bug that quotes what it was given."""

    def __call__(self, call: HookCall, settings: Settings) -> Sequence[Happening]:
        """Stumble."""
        raise RuntimeError(f"stumbled over {SECRET} in {len(call.body)} bytes")


async def park(road: Scene, event: dict[str, Any] = MESSAGE) -> int:
    road.channel.parse = Stumbles()  # type: ignore[method-assign]
    assert (await road.receive(event)).failed
    [(number,)] = await road.rows("select max(id) from hook_call")
    return int(number)


def mend(road: Scene) -> None:
    del road.channel.parse


async def test_a_parked_delivery_is_recorded_after_the_parser_is_mended(road: Scene, owner: Browser) -> None:
    number = await park(road)
    path = f"/api/v1/hook-calls/{number}"
    [row] = (await owner.get("/api/v1/hook-calls", params={"state": "failed"})).json()["items"]
    assert (row["id"], row["inbox_id"], row["attempts"]) == (number, road.inbox_id, 1)
    assert row["reason"].startswith("RuntimeError: stumbled over •••")
    assert "Где мой заказ?" in row["preview"]

    still = (await owner.post(f"{path}/reprocess")).json()
    assert (still["state"], still["attempts"]) == ("failed", 2)
    mend(road)
    done = (await owner.post(f"{path}/reprocess")).json()
    assert (done["state"], done["reason"], done["attempts"]) == ("recorded", "", 3)
    assert await road.rows("select text from message") == [("Где мой заказ?",)]
    assert (await owner.get("/api/v1/hook-calls", params={"state": "failed"})).json()["items"] == []
    again = (await owner.post(f"{path}/reprocess")).json()
    assert (again["state"], again["attempts"]) == ("recorded", 3)
    audit = await road.rows("select detail ->> 'state' from audit where action = 'hook_call.reprocessed' order by id")
    assert audit == [("failed",), ("recorded",)]


async def test_of_many_who_press_the_button_at_once_one_records(road: Scene, owner: Browser) -> None:
    number = await park(road)
    mend(road)
    answers = await asyncio.gather(*(owner.post(f"/api/v1/hook-calls/{number}/reprocess") for _ in range(6)))
    assert {answer.json()["state"] for answer in answers} == {"recorded"}
    assert await road.rows("select count(*) from message") == [(1,)]
    assert await road.rows("select attempts from hook_call") == [(2,)]


async def test_what_the_provider_sent_again_meanwhile_is_not_doubled(road: Scene, owner: Browser) -> None:
    number = await park(road)
    mend(road)
    await road.receive(MESSAGE)
    assert (await owner.post(f"/api/v1/hook-calls/{number}/reprocess")).json()["state"] == "recorded"
    assert await road.rows("select count(*), max(last_seq) from conversation") == [(1, 1)]
    assert await road.rows("select count(*) from message") == [(1,)]


async def test_a_delivery_that_breaks_the_transaction_stays_with_its_new_reason(road: Scene, owner: Browser) -> None:
    number = await park(
        road, {"kind": "message", "id": "k", "key": os.urandom(9000).hex(), "text": "the index cannot hold this key"}
    )
    mend(road)
    shown = (await owner.post(f"/api/v1/hook-calls/{number}/reprocess")).json()
    assert (shown["state"], shown["attempts"]) == ("failed", 2)
    assert shown["reason"]
    assert "RuntimeError" not in shown["reason"]


async def test_the_inbox_may_be_gone(road: Scene, owner: Browser) -> None:
    number = await park(road)
    await road.rows("update inbox set deleted_at = now() returning 1")
    road.directory._known.clear()  # noqa: SLF001 - as the event of the deletion does
    answer = await owner.post(f"/api/v1/hook-calls/{number}/reprocess")
    assert (answer.status_code, answer.json()["code"]) == (409, "inbox_gone")


async def test_the_body_is_shown_without_what_could_be_a_secret(road: Scene, owner: Browser) -> None:
    road.channel.parse = Stumbles()  # type: ignore[method-assign]
    body = ('{"text": "пароль s3cret", "secret": "vk-canary", "nested": {"access_token" : "t-canary", "n": 1},'
            ' "API_KEY": "k\\"canary", "token_count": 123456, "message": "secret: no field"}')  # fmt: skip
    await road.receive_raw(
        HookCall(
            body=body.encode(), polled=True, query="a=1&access_token=q-canary&b=2",
            headers={"x-hub-signature": "h-canary", "uid": "77", "authorization": "Bearer z-canary", "x": "my s3cret"},
        )
    )  # fmt: skip
    [row] = (await owner.get("/api/v1/hook-calls")).json()["items"]
    answer = await owner.get(f"/api/v1/hook-calls/{row['id']}")
    shown = answer.json()
    assert "canary" not in answer.text + str(row)
    assert SECRET not in answer.text + str(row)
    assert '"message": "secret: no field"' in shown["body"]
    assert (shown["headers"]["uid"], shown["query"]) == ("77", "a=1&access_token=•••&b=2")


async def test_bytes_that_are_no_text_can_be_looked_at(road: Scene, owner: Browser) -> None:
    await road.receive_raw(HookCall(body=b"\xff\xfe\x00broken", headers={"x-secret": SECRET}))
    [row] = (await owner.get("/api/v1/hook-calls", params={"state": "failed"})).json()["items"]
    assert "broken" in row["preview"]


async def test_t01_anothers_journal_and_dead_jobs_do_not_exist(road: Scene, owner: Browser, browsers: Browsers) -> None:
    number = await park(road)
    job = await _bury(road)
    stranger = await browsers.of_new(await make_workspace(road.db), "owner")
    operator = await browsers.of_new(road.workspace_id, "operator")
    for method, path in (
        ("GET", f"/api/v1/hook-calls/{number}"), ("POST", f"/api/v1/hook-calls/{number}/reprocess"),
        ("POST", f"/api/v1/dead-jobs/{job}/retry"), ("DELETE", f"/api/v1/dead-jobs/{job}"),
    ):  # fmt: skip
        assert (await stranger.request(method, path)).status_code == 404, path
        assert (await operator.request(method, path)).status_code == 403, path
    for path in ("/api/v1/hook-calls", "/api/v1/dead-jobs"):
        assert (await stranger.get(path)).json()["items"] == []
        assert len((await owner.get(path)).json()["items"]) == 1


async def _bury(road: Scene) -> int:
    [(number,)] = await road.rows(
        """insert into job_dead (id, workspace_id, lane, key, kind, payload, attempts, error, created_at)
           values ((select coalesce(max(id), 0) + 1 from job_dead), %(w)s, 3, 'k', 'some.kind', '{"a": "hidden"}', 12,
                   'OSError: no', now()) returning id""",
        w=road.workspace_id,
    )
    return int(number)


async def test_a_dead_job_is_put_back_to_work_or_thrown_away(road: Scene, owner: Browser) -> None:
    first, second = await _bury(road), await _bury(road)
    listed = await owner.get("/api/v1/dead-jobs")
    assert [job["id"] for job in listed.json()["items"]] == [second, first]
    assert "hidden" not in listed.text
    assert (await owner.post(f"/api/v1/dead-jobs/{first}/retry")).status_code == 204
    assert await road.rows("select kind, attempts, payload ->> 'a' from job") == [("some.kind", 0, "hidden")]
    assert (await owner.post(f"/api/v1/dead-jobs/{first}/retry")).status_code == 404
    assert (await owner.delete(f"/api/v1/dead-jobs/{second}")).status_code == 204
    assert await road.rows("select count(*) from job_dead") == [(0,)]
