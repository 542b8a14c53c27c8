"""Our reactions: one for the company, set at the channel once more whenever another is wanted, failures in words."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from otklik.channelkit.outbound import SendError, SendErrorKind
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import Again, JobContext
from otklik.messaging.reacting import REACT_JOB, Reactor
from tests.browser import Browser
from tests.desk.scene import Scene, reply


async def react(browser: Browser, place: tuple[int, int], emoji: str | None) -> httpx.Response:
    path = f"/api/v1/conversations/{place[0]}/messages/{place[1]}/reaction"
    return await browser.put(path, {"emoji": emoji})


async def run_jobs(scene: Scene) -> list[Again | None]:
    """Let every reaction that is wanted be set."""
    async with scene.db.system() as tx:
        jobs = await tx.fetch(
            TakenJob,
            """delete from job where kind = %(kind)s
               returning id, workspace_id, lane, key, kind, payload, attempts, max_attempts, version, run_at""",
            {"kind": REACT_JOB},
        )
    reactor = Reactor(scene.directory)
    return [await reactor.run(job, JobContext(scene.db, job, UUID(int=0))) for job in sorted(jobs, key=lambda j: j.id)]


async def own(browser: Browser, place: tuple[int, int]) -> dict[str, Any] | None:
    shown = (await browser.get(f"/api/v1/conversations/{place[0]}/messages/{place[1]}")).json()
    found: dict[str, Any] | None = shown["own_reaction"]
    return found


async def begin(scene: Scene) -> tuple[int, int]:
    written = await scene.write(scene.a, "Иван")
    return written.conversation_id, written.message_id


async def test_a_reaction_is_put_changed_by_a_colleague_and_taken_away(scene: Scene) -> None:
    place = await begin(scene)
    put = await react(scene.a.anna_browser, place, "👍")
    assert put.status_code == 200, put.text
    assert (put.json()["own_reaction"]["emoji"], put.json()["own_reaction"]["state"]) == ("👍", "queued")
    await run_jobs(scene)
    shown = await own(scene.a.boris_browser, place)
    assert shown == {
        "emoji": "👍",
        "by": {"id": scene.a.anna.id, "name": scene.a.anna.name},
        "state": "sent",
        "error": None,
    }
    await react(scene.a.boris_browser, place, "❤")
    await run_jobs(scene)
    assert ((await own(scene.a.anna_browser, place)) or {})["by"]["id"] == scene.a.boris.id
    await react(scene.a.anna_browser, place, None)
    await run_jobs(scene)
    assert await own(scene.a.anna_browser, place) is None
    assert [text for what, text in scene.parrot.said if what.startswith("react")] == ["👍", "❤", ""]
    person = await scene.sql(
        "select i.external_id from message m join identity i on i.id = m.identity_id where m.id = %(m)s", m=place[1]
    )
    assert all(what.endswith(f" of {person}") for what, _ in scene.parrot.said if what.startswith("react"))
    assert await scene.sql("select count(*) from reaction") == 0


async def test_the_same_wish_again_is_one_and_only_the_newest_is_sent(scene: Scene) -> None:
    place = await begin(scene)
    for emoji in ("👍", "👍", "❤"):
        await react(scene.a.anna_browser, place, emoji)
    assert await scene.sql("select count(*) from job where kind = 'messaging.react'") == 2
    await run_jobs(scene)
    assert [text for what, text in scene.parrot.said if what.startswith("react")] == ["❤"]


async def test_a_refusal_is_said_in_words_and_what_the_customer_sees_stands(scene: Scene) -> None:
    place = await begin(scene)
    await react(scene.a.anna_browser, place, "👍")
    await run_jobs(scene)
    scene.parrot.answers = [SendError(kind=SendErrorKind.FORMAT, code="400", detail="REACTION_INVALID")]
    await react(scene.a.anna_browser, place, "❤")
    await run_jobs(scene)
    shown = await own(scene.a.anna_browser, place)
    assert shown is not None
    assert (shown["emoji"], shown["state"]) == ("👍", "failed")
    assert shown["error"]["detail"]["ru"] == "Канал не принял эту реакцию. (REACTION_INVALID)"
    await react(scene.a.anna_browser, place, "❤")
    await run_jobs(scene)
    again = await own(scene.a.anna_browser, place)
    assert again is not None
    assert (again["emoji"], again["state"], again["error"]) == ("❤", "sent", None)


async def test_a_passing_trouble_is_tried_again_and_given_up_in_time(scene: Scene) -> None:
    place = await begin(scene)
    slow = SendError(kind=SendErrorKind.RATE, retry_after_s=7)
    scene.parrot.answers = [slow, slow]
    await react(scene.a.anna_browser, place, "👍")
    assert await run_jobs(scene) == [Again(8.0)]
    assert ((await own(scene.a.anna_browser, place)) or {})["state"] == "queued"
    await react(scene.a.anna_browser, place, "❤")
    await scene.do("update reaction set at = now() - interval '1 hour'")
    assert await run_jobs(scene) == [None]
    shown = await own(scene.a.anna_browser, place)
    assert shown is not None
    assert (shown["emoji"], shown["state"], shown["error"]["code"]) == (None, "failed", "rate")


@pytest.mark.parametrize("emoji, field", [("🧦", "emoji"), ("", "emoji"), ("x" * 17, "emoji")])
async def test_only_what_the_channel_has_is_taken(scene: Scene, emoji: str, field: str) -> None:
    refused = await react(scene.a.anna_browser, await begin(scene), emoji)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == field


async def test_notes_unsent_replies_other_channels_and_strangers_have_none(scene: Scene) -> None:
    number, message = await begin(scene)
    anna = scene.a.anna_browser
    note = (await reply(anna, number, "заметка", kind="note")).json()["id"]
    queued = (await reply(anna, number, "ещё не ушло")).json()["id"]
    letter = await scene.write(scene.a, "Пётр", inbox_id=scene.a.mail)
    for place in ((number, note), (number, queued), (letter.conversation_id, letter.message_id)):
        assert (await react(anna, place, "👍")).json()["code"] == "cannot_react"
    assert (await react(scene.b.anna_browser, (number, message), "👍")).status_code == 404
    await scene.send_all()
    assert (await react(anna, (number, queued), "👍")).status_code == 200
