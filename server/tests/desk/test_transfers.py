"""A conversation offered to a colleague: accepted, declined, run out, overtaken; and who could take it."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from otklik.conversations.events import ConversationChanged, MessageQueued
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import Again, JobContext
from otklik.messaging.outbox import enqueue
from otklik.transfers.subscribers import end_offer
from otklik.transfers.tasks import expire_offer
from tests.browser import Browser
from tests.desk.scene import Scene, reply
from tests.factories import make_operator, make_team


@pytest.fixture(autouse=True)
async def subscribed(scene: Scene) -> None:
    scene.db.listen_with({MessageQueued: (enqueue,), ConversationChanged: (end_offer,)})
    await scene.do("update operator set presence = 'online'")


async def begin(scene: Scene, person: str = "Вера", *, mine: bool = True) -> int:
    """A customer has written, and Anna has taken it."""
    number = (await scene.write(scene.a, person)).conversation_id
    if mine:
        await scene.a.anna_browser.post(f"/api/v1/conversations/{number}/assign", {"operator_id": "me"})
    return number


async def offer(scene: Scene, number: int, note: str = "", *, to: int = 0, by: Browser | None = None) -> Any:
    """Anna offers it to Boris."""
    browser = by or scene.a.anna_browser
    return await browser.post(
        f"/api/v1/conversations/{number}/offer", {"operator_id": to or scene.a.boris.id, "note": note}
    )


async def decide(browser: Browser, offer_id: int, verb: str) -> Any:
    return await browser.post(f"/api/v1/transfers/offers/{offer_id}/{verb}")


async def lines(scene: Scene, number: int) -> list[tuple[str, str]]:
    """The system lines of a conversation: kind and author."""
    async with scene.db.system() as tx:
        rows = await tx.rows(
            """select content->'event'->>'kind', author_name from message
               where conversation_id = %(id)s and direction = 'system' order by seq""",
            {"id": number},
        )
    return [(row[0], row[1]) for row in rows]


async def holder(scene: Scene, number: int) -> int | None:
    found: int | None = await scene.sql("select assignee_id from conversation where id = %(id)s", id=number)
    return found


async def ring(scene: Scene) -> Again | None:
    """Let the timer of the only offer ring."""
    async with scene.db.system() as tx:
        [job] = await tx.fetch(
            TakenJob,
            """select id, workspace_id, lane, key, kind, payload, attempts, max_attempts, version, run_at
               from job where kind = 'transfers.expire'""",
        )
    return await expire_offer(job, JobContext(scene.db, job, UUID(int=0)))


async def test_accepted_it_is_the_colleagues_and_the_thread_says_so(scene: Scene) -> None:
    number = await begin(scene)
    made = (await offer(scene, number, "Клиент сердится 😡")).json()
    assert (made["state"], made["giver"]["id"], made["note"]) == ("offered", scene.a.anna.id, "Клиент сердится 😡")
    assert 55 < made["left_s"] <= 60
    assert await holder(scene, number) == scene.a.anna.id
    [seen] = (await scene.a.boris_browser.get("/api/v1/transfers/offers")).json()["items"]
    assert seen["id"] == made["id"]
    assert (await decide(scene.a.boris_browser, made["id"], "accept")).json()["state"] == "accepted"
    assert await holder(scene, number) == scene.a.boris.id
    assert [kind for kind, _ in await lines(scene, number)] == ["assigned", "offered", "accepted"]
    assert (await lines(scene, number))[-1][1] == scene.a.boris.name
    assert (await scene.a.boris_browser.get("/api/v1/transfers/offers")).json()["items"] == []
    assert await scene.sql("select count(*) from job where kind = 'transfers.expire'") == 0


async def followers(scene: Scene, number: int) -> list[int]:
    shown = (await scene.a.boris_browser.get(f"/api/v1/conversations/{number}")).json()
    return [one["id"] for one in shown["followers"]]


async def test_whoever_gives_it_away_may_go_on_following(scene: Scene) -> None:
    number = await begin(scene)
    body = {"operator_id": scene.a.boris.id, "follow": True}
    given = await scene.a.anna_browser.post(f"/api/v1/conversations/{number}/assign", body)
    assert given.json()["followers"] == [{"id": scene.a.anna.id, "name": scene.a.anna.name}]
    again = await scene.a.anna_browser.put(f"/api/v1/conversations/{number}/followers/me")
    assert (again.status_code, await followers(scene, number)) == (200, [scene.a.anna.id])
    listed = await scene.a.anna_browser.get("/api/v1/conversations?view=open&filter=is:followed")
    assert [one["id"] for one in listed.json()["items"]] == [number]
    other = await scene.a.boris_browser.get("/api/v1/conversations?view=open&filter=это:слежу")
    assert other.json()["items"] == []
    left = await scene.a.anna_browser.delete(f"/api/v1/conversations/{number}/followers/me")
    assert (left.status_code, left.json()["followers"]) == (200, [])


async def test_with_an_offer_one_follows_once_it_is_accepted(scene: Scene) -> None:
    number = await begin(scene)
    body = {"operator_id": scene.a.boris.id, "follow": True}
    for verb, expected in (("decline", []), ("accept", [scene.a.anna.id])):
        made = await scene.a.anna_browser.post(f"/api/v1/conversations/{number}/offer", body)
        assert await followers(scene, number) == []
        await decide(scene.a.boris_browser, made.json()["id"], verb)
        assert await followers(scene, number) == expected


async def test_following_is_of_ones_own_company_and_survives_a_merge(scene: Scene) -> None:
    host = await begin(scene)
    await scene.a.anna_browser.post(f"/api/v1/conversations/{host}/resolve")
    await scene.do("update conversation set takes_new = false")
    guest = await begin(scene, mine=False)
    assert guest != host
    strangers = await scene.b.anna_browser.put(f"/api/v1/conversations/{guest}/followers/me")
    assert (strangers.status_code, strangers.json()["code"]) == (404, "conversation_not_found")
    await scene.a.boris_browser.put(f"/api/v1/conversations/{guest}/followers/me")
    merged = await scene.a.anna_browser.post(f"/api/v1/conversations/{guest}/merge", {"into_id": host})
    assert merged.status_code in {200, 201}, merged.text
    assert await followers(scene, host) == [scene.a.boris.id]


async def test_accepting_in_two_tabs_at_once_takes_it_once(scene: Scene) -> None:
    number = await begin(scene)
    made = (await offer(scene, number)).json()
    answers = await asyncio.gather(*(decide(scene.a.boris_browser, made["id"], "accept") for _ in range(4)))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert [kind for kind, _ in await lines(scene, number)].count("accepted") == 1


async def test_declined_it_stays_with_one_line(scene: Scene) -> None:
    number = await begin(scene)
    made = (await offer(scene, number)).json()
    assert (await decide(scene.a.boris_browser, made["id"], "decline")).json()["state"] == "declined"
    assert await holder(scene, number) == scene.a.anna.id
    assert (await lines(scene, number))[-1] == ("offer_declined", scene.a.boris.name)
    late = await decide(scene.a.boris_browser, made["id"], "accept")
    assert (late.status_code, late.json()["code"], late.json()["state"]) == (409, "offer_over", "declined")


async def test_not_accepted_in_time_it_comes_back_and_says_why(scene: Scene) -> None:
    number = await begin(scene)
    made = (await offer(scene, number)).json()
    early = await ring(scene)
    assert early is not None
    assert 50 < early.delay_s <= 60
    await scene.do("update transfer_offer set expires_at = now() - interval '1 second'")
    assert await ring(scene) is None
    assert await holder(scene, number) == scene.a.anna.id
    assert (await lines(scene, number))[-1] == ("offer_expired", "")
    late = await decide(scene.a.boris_browser, made["id"], "accept")
    assert (late.status_code, late.json()["state"]) == (409, "expired")


async def miss(scene: Scene, number: int) -> str:
    """Let an offer to Boris run out; returns the status he has then."""
    await offer(scene, number)
    await scene.do("update transfer_offer set expires_at = now() - interval '1 second' where state = 'offered'")
    await ring(scene)
    status: str = await scene.sql("select presence from operator where id = %(id)s", id=scene.a.boris.id)
    return status


async def test_three_missed_in_a_row_make_away_until_they_are_back(scene: Scene) -> None:
    number, boris = await begin(scene), scene.a.boris_browser
    assert [await miss(scene, number), await miss(scene, number)] == ["online", "online"]
    made = (await offer(scene, number)).json()["id"]
    await decide(boris, made, "decline")
    assert [await miss(scene, number) for _ in range(3)] == ["online", "online", "away"], "a refusal was an answer"
    await scene.do(
        "update operator set presence = 'online', presence_since = now() where id = %(id)s", id=scene.a.boris.id
    )
    assert await miss(scene, number) == "online", "the count begins anew"


async def test_after_how_many_missed_offers_is_the_companys(scene: Scene) -> None:
    number = await begin(scene)
    await scene.do("update workspace set missed_offers = 1")
    assert await miss(scene, number) == "away"
    await scene.do("update operator set presence = 'busy', presence_since = now()")
    await scene.do("update workspace set missed_offers = 0")
    assert [await miss(scene, number) for _ in range(4)] == ["busy"] * 4


async def test_a_late_acceptance_before_the_alarm_is_late_all_the_same(scene: Scene) -> None:
    number = await begin(scene)
    made = (await offer(scene, number)).json()
    await scene.do("update transfer_offer set expires_at = now() - interval '1 second'")
    late = await decide(scene.a.boris_browser, made["id"], "accept")
    assert (late.status_code, late.json()["state"]) == (409, "expired")
    assert await holder(scene, number) == scene.a.anna.id
    assert [kind for kind, _ in await lines(scene, number)].count("offer_expired") == 1


async def test_acceptance_and_the_end_of_the_time_at_once_leave_one_ending(scene: Scene) -> None:
    for attempt in range(5):
        number = await begin(scene, f"Вера {attempt}")
        made = (await offer(scene, number)).json()
        await asyncio.gather(
            decide(scene.a.boris_browser, made["id"], "accept"), decide(scene.a.boris_browser, made["id"], "decline"),
            decide(scene.a.anna_browser, made["id"], "withdraw"),
        )  # fmt: skip
        ends = [kind for kind, _ in await lines(scene, number) if kind not in {"assigned", "offered"}]
        assert len(ends) == 1
        expected = scene.a.boris.id if ends == ["accepted"] else scene.a.anna.id
        assert await holder(scene, number) == expected


async def test_the_giver_takes_it_back(scene: Scene) -> None:
    number = await begin(scene)
    made = (await offer(scene, number)).json()
    assert (await decide(scene.a.boris_browser, made["id"], "withdraw")).status_code == 404
    assert (await decide(scene.a.anna_browser, made["id"], "withdraw")).json()["state"] == "withdrawn"
    assert (await lines(scene, number))[-1] == ("offer_withdrawn", scene.a.anna.name)


@pytest.mark.parametrize("deed", ["assign", "resolve"])
async def test_somebody_else_is_faster(scene: Scene, deed: str) -> None:
    number = await begin(scene)
    made = (await offer(scene, number)).json()
    third = await make_operator(scene.db, scene.a.id)
    browser = await scene.browsers.of(third)
    body = {"operator_id": "me"} if deed == "assign" else None
    assert (await browser.post(f"/api/v1/conversations/{number}/{deed}", body)).status_code == 200
    answer = await decide(scene.a.boris_browser, made["id"], "accept")
    assert (answer.status_code, answer.json()["state"]) == (409, "withdrawn")
    assert await holder(scene, number) == (third.id if deed == "assign" else scene.a.anna.id)


async def test_what_turns_out_to_be_spam_is_offered_no_more(scene: Scene) -> None:
    number = await begin(scene)
    made = (await offer(scene, number)).json()
    assert (await scene.a.anna_browser.post(f"/api/v1/conversations/{number}/spam")).status_code == 200
    answer = await decide(scene.a.boris_browser, made["id"], "accept")
    assert (answer.status_code, answer.json()["state"]) == (409, "withdrawn")


async def test_what_goes_on_in_another_conversation_is_offered_no_more(scene: Scene) -> None:
    number = await begin(scene)
    later = await scene.write(scene.a, "Вера", "И ещё вопрос")
    anna, path = scene.a.anna_browser, f"/api/v1/conversations/{number}"
    host = (await anna.post(f"{path}/split", {"from_seq": later.seq})).json()["id"]
    made = (await offer(scene, number)).json()
    assert (await anna.post(f"{path}/merge", {"into_id": host})).status_code == 200
    answer = await decide(scene.a.boris_browser, made["id"], "accept")
    assert (answer.status_code, answer.json()["state"]) == (409, "withdrawn")


async def test_a_colleague_who_answers_what_was_nobodys_keeps_it(scene: Scene) -> None:
    number = await begin(scene, mine=False)
    made = (await offer(scene, number)).json()
    third = await make_operator(scene.db, scene.a.id)
    assert (await reply(await scene.browsers.of(third), number)).status_code == 201
    answer = await decide(scene.a.boris_browser, made["id"], "accept")
    assert (answer.status_code, answer.json()["state"]) == (409, "withdrawn")
    assert await holder(scene, number) == third.id


async def test_the_customer_may_write_meanwhile(scene: Scene) -> None:
    number = await begin(scene)
    made = (await offer(scene, number)).json()
    assert (await scene.write(scene.a, "Вера", "Вы тут?")).conversation_id == number
    assert (await decide(scene.a.boris_browser, made["id"], "accept")).status_code == 200


async def test_what_cannot_be_offered(scene: Scene) -> None:
    number = await begin(scene)
    for to, status, code in (
        (scene.a.anna.id, 409, "already_theirs"),
        (scene.b.anna.id, 404, "operator_not_found"),
        (2**62, 404, "operator_not_found"),
    ):
        answer = await offer(scene, number, to=to)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    await scene.do("update operator set presence = 'offline' where id = %(id)s", id=scene.a.boris.id)
    assert (await offer(scene, number)).json()["code"] == "not_at_desk"
    await scene.do("update operator set presence = 'busy' where id = %(id)s", id=scene.a.boris.id)
    assert (await offer(scene, number)).status_code == 201
    again = await offer(scene, number)
    assert (again.status_code, again.json()["code"]) == (409, "already_offered")
    assert (await offer(scene, number, by=scene.b.anna_browser)).status_code == 404


async def test_nobody_decides_for_another_or_from_elsewhere(scene: Scene) -> None:
    number = await begin(scene)
    made = (await offer(scene, number)).json()
    for browser in (scene.a.anna_browser, scene.b.boris_browser):
        for verb in ("accept", "decline"):
            assert (await decide(browser, made["id"], verb)).status_code == 404
    assert (await scene.b.boris_browser.get("/api/v1/transfers/offers")).json()["items"] == []


async def test_a_note_is_required_where_the_company_wants_it(scene: Scene) -> None:
    number = await begin(scene)
    await scene.do("update workspace set transfer_note_required = true")
    team = await make_team(scene.db, scene.a.id)
    path = f"/api/v1/conversations/{number}/assign"
    for body in ({"operator_id": scene.a.boris.id}, {"operator_id": None, "team_id": team}):
        answer = await scene.a.anna_browser.post(path, {**body, "note": " "}, headers={"Accept-Language": "ru"})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "note")
        assert "коллеге" in answer.json()["errors"][0]["message"]
    assert (await offer(scene, number)).status_code == 422
    assert (await scene.a.boris_browser.post(path, {"operator_id": "me"})).status_code == 200
    assert (await scene.a.boris_browser.post(path, {"operator_id": None})).status_code == 200
    assert (await scene.a.boris_browser.post(path, {"operator_id": scene.a.anna.id, "note": "да"})).status_code == 200


async def test_the_time_to_accept_is_the_companys(scene: Scene) -> None:
    await scene.do("update workspace set transfer_accept_seconds = 15")
    assert (await offer(scene, await begin(scene))).json()["left_s"] <= 15


async def test_a_team_tells_how_long_its_customers_wait_once_it_has_answered_enough(scene: Scene) -> None:
    team = await make_team(scene.db, scene.a.id)
    for number in range(6):
        found = await scene.write(scene.a, f"Клиент {number}")
        await scene.do(
            "update conversation set team_id = %(team)s where id = %(id)s", team=team, id=found.conversation_id
        )
        if number < 5:
            await scene.do(
                """update conversation set first_response_at = now(), waiting_since = null,
                       created_at = now() - %(s)s * interval '1 minute' where id = %(id)s""",
                s=number + 1, id=found.conversation_id,
            )  # fmt: skip
        [shown] = (await scene.a.anna_browser.get("/api/v1/transfers/targets")).json()["teams"]
        assert (shown["open"], shown["wait_s"]) == (number + 1, None if number < 4 else 180)
    [shown] = (await scene.a.anna_browser.get("/api/v1/transfers/targets")).json()["teams"]
    assert shown["waiting"] == 1
    await scene.do("update conversation set last_message_at = now() - interval '2 hours'")
    [shown] = (await scene.a.anna_browser.get("/api/v1/transfers/targets")).json()["teams"]
    assert shown["wait_s"] is None


async def test_when_a_colleague_was_last_active_is_shown(scene: Scene) -> None:
    await scene.do(
        "insert into operator_seen (operator_id, workspace_id, active_at) values (%(id)s, %(w)s, now())",
        id=scene.a.boris.id, w=scene.a.id,
    )  # fmt: skip
    shown = (await scene.a.anna_browser.get("/api/v1/transfers/targets")).json()["operators"]
    assert {one["id"]: one["last_active_at"] is not None for one in shown} == {
        scene.a.anna.id: False, scene.a.boris.id: True,
    }  # fmt: skip
