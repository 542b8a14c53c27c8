"""The customer is told that they were read: by the one who has the conversation, where the channel can."""

from uuid import UUID

from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import JobContext
from otklik.messaging.read_marks import MARK_READ_JOB, ReadMarker
from tests.browser import Browser
from tests.desk.scene import Scene


async def _read(scene: Scene, browser: Browser, conversation: int, seq: int) -> list[str]:
    """Read up to a number; returns what the channel was told by the jobs that this left."""
    before = len(scene.parrot.said)
    answer = await browser.post(f"/api/v1/conversations/{conversation}/read", {"seq": seq})
    assert answer.status_code == 204
    async with scene.db.system() as tx:
        jobs = await tx.fetch(
            TakenJob,
            """delete from job where kind = %(kind)s
               returning id, workspace_id, lane, key, kind, payload, attempts, max_attempts, version, run_at""",
            {"kind": MARK_READ_JOB},
        )
    for job in jobs:
        await ReadMarker(scene.directory).run(job, JobContext(scene.db, job, UUID(int=0)))
    return [words for verb, words in scene.parrot.said[before:] if verb == "read"]


async def _taken(scene: Scene) -> tuple[int, list[str]]:
    """Let Vera write twice to Anna; returns the conversation and the names of the messages."""
    written = [await scene.write(scene.a, "Вера", text) for text in ("раз", "два")]
    find = "select external_id from message where id = %(id)s"
    names = [str(await scene.sql(find, id=one.message_id)) for one in written]
    number = written[0].conversation_id
    given = await scene.a.anna_browser.post(f"/api/v1/conversations/{number}/assign", {"operator_id": "me"})
    assert given.status_code == 200
    return number, names


async def test_who_has_the_conversation_reads_and_the_customer_is_told_up_to_where(scene: Scene) -> None:
    number, names = await _taken(scene)
    assert await _read(scene, scene.a.anna_browser, number, 1) == [f"Вера:{names[0]}"]
    assert await _read(scene, scene.a.anna_browser, number, 99) == [f"Вера:{names[1]}"]


async def test_who_looks_in_is_no_reader(scene: Scene) -> None:
    number, _ = await _taken(scene)
    assert await _read(scene, scene.a.boris_browser, number, 2) == []
    await scene.do("update conversation set assignee_id = null where id = %(id)s", id=number)
    assert await _read(scene, scene.a.anna_browser, number, 2) == []


async def test_a_channel_without_read_marks_is_not_asked_and_a_paused_one_not_told(scene: Scene) -> None:
    number, _ = await _taken(scene)
    await scene.set_inbox(scene.a.chat, "paused")
    assert await _read(scene, scene.a.anna_browser, number, 2) == []


async def test_who_cannot_be_reached_is_told_nothing(scene: Scene) -> None:
    number, _ = await _taken(scene)
    await scene.do("update identity set reachable = false")
    assert await _read(scene, scene.a.anna_browser, number, 2) == []
