"""Putting conversations off: until a time, until the customer writes, and where they come back to."""

import pytest

from otklik.conversations import verbs
from otklik.conversations.records import SYSTEM
from otklik.notifications.choices import Happening
from otklik.notifications.facts import read_facts
from otklik.notifications.records import FollowedEvent
from tests.desk.scene import Scene, in_future

LIST = "/api/v1/conversations"


async def _wake(scene: Scene, number: int) -> bool:
    async with scene.db.workspace(scene.a.id) as tx:
        until = (await verbs.get_conversation(tx, number)).snoozed_until
        assert until is not None
        return await verbs.wake(tx, number, until, SYSTEM)


async def _last_line(scene: Scene, number: int) -> tuple[str, dict[str, str]]:
    items = (await scene.a.anna_browser.get(f"{LIST}/{number}/messages")).json()["items"]
    event = [one["event"] for one in items if one["event"]][-1]
    return event["kind"], event["data"]


async def test_without_a_time_only_the_customer_wakes_it(scene: Scene) -> None:
    anna, number = scene.a.anna_browser, (await scene.write(scene.a, "Иван")).conversation_id
    done = await anna.post(f"{LIST}/{number}/snooze", {"until": None})
    assert (done.json()["status"], done.json()["snoozed_until"]) == ("snoozed", None)
    assert await _last_line(scene, number) == ("snoozed", {})
    assert await scene.sql("select count(*) from job where kind = 'conversations.wake'") == 0
    await scene.write(scene.a, "Иван", "я подумал")
    row = (await anna.get(f"{LIST}/{number}")).json()
    assert (row["status"], row["returned"]) == ("open", True)


async def test_a_time_taken_away_rings_no_more(scene: Scene) -> None:
    anna, number = scene.a.anna_browser, (await scene.write(scene.a, "Иван")).conversation_id
    await anna.post(f"{LIST}/{number}/snooze", {"until": in_future()})
    await anna.post(f"{LIST}/{number}/snooze", {"until": None})
    assert await scene.sql("select count(*) from job where kind = 'conversations.wake'") == 0


@pytest.mark.parametrize("by", ["time", "customer"])
@pytest.mark.parametrize("back", ["holder", "queue"])
async def test_it_comes_back_to_its_holder_or_to_the_queue_of_its_team(scene: Scene, back: str, by: str) -> None:
    a, number = scene.a, (await scene.write(scene.a, "Иван")).conversation_id
    team = await scene.sql("insert into team (workspace_id, name) values (%(w)s, 'Продажи') returning id", w=a.id)
    await a.anna_browser.post(f"{LIST}/{number}/assign", {"operator_id": "me", "team_id": team})
    await a.anna_browser.post(f"{LIST}/{number}/snooze", {"until": in_future(), "back": back})
    kind, data = await _last_line(scene, number)
    assert (kind, data.get("back")) == ("snoozed", "queue" if back == "queue" else None)
    if by == "time":
        assert await _wake(scene, number)
        assert await _last_line(scene, number) == ("woke", {"back": "queue"} if back == "queue" else {})
    else:
        await scene.write(scene.a, "Иван", "и ещё вопрос")
    row = (await a.anna_browser.get(f"{LIST}/{number}")).json()
    assert (row["status"], row["team"]["id"]) == ("open", team)
    assert (row["assignee"] is None) is (back == "queue")
    # The wish was for this time only.
    await a.anna_browser.post(f"{LIST}/{number}/assign", {"operator_id": "me"})
    await a.anna_browser.post(f"{LIST}/{number}/snooze", {"until": in_future()})
    await scene.write(scene.a, "Иван", "снова я")
    assert (await a.anna_browser.get(f"{LIST}/{number}")).json()["assignee"]["id"] == a.anna.id


async def test_those_with_a_time_stand_before_those_without_and_pages_hold_each_once(scene: Scene) -> None:
    anna = scene.a.anna_browser
    numbers = [one.conversation_id for one in await scene.write_many(scene.a, ["Вера", "Олег", "Иван", "Яна"])]
    for number, until in zip(numbers, [None, in_future(2090), None, in_future(2080)], strict=True):
        await anna.post(f"{LIST}/{number}/snooze", {"until": until})
    seen: list[int] = []
    cursor = ""
    while True:
        page = (await anna.get(f"{LIST}?view=snoozed&limit=1{cursor}")).json()
        seen += [row["id"] for row in page["items"]]
        if not page["next_cursor"]:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen[:2] == [numbers[3], numbers[1]]
    assert sorted(seen[2:]) == [numbers[0], numbers[2]]


async def test_many_are_put_off_until_a_reply_and_taken_back_to_what_they_were(scene: Scene) -> None:
    anna = scene.a.anna_browser
    ids = [one.conversation_id for one in await scene.write_many(scene.a, ["Вера", "Олег"])]
    await anna.post(f"{LIST}/{ids[0]}/snooze", {"until": None, "back": "queue"})
    action = {"verb": "snooze", "until": in_future(), "back": "holder"}
    run = (await anna.post(f"{LIST}/bulk", {"ids": ids, "action": action})).json()
    assert run["changed"] == 2
    await anna.post(f"{LIST}/bulk/{run['id']}/undo", {})
    rows = [(await anna.get(f"{LIST}/{number}")).json() for number in ids]
    assert [(row["status"], row["snoozed_until"], row["snooze_back"]) for row in rows] == [
        ("snoozed", None, "queue"),
        ("open", None, "holder"),
    ]
    missing = await anna.post(f"{LIST}/bulk", {"ids": ids, "action": {"verb": "snooze"}})
    assert missing.json()["errors"][0]["field"] == "action.until"


async def test_a_macro_puts_off_until_a_reply(scene: Scene) -> None:
    anna, number = scene.a.anna_browser, (await scene.write(scene.a, "Иван")).conversation_id
    wish = {"name": "Ждём", "actions": [{"verb": "snooze", "until_reply": True, "back": "queue"}]}
    macro = (await anna.post("/api/v1/macros", wish)).json()["id"]
    step = (await anna.get(f"{LIST}/{number}/macros/{macro}")).json()["steps"][0]
    assert (step["outcome"], step["says"]) == ("will", {"back": "queue"})
    assert (await anna.post(f"{LIST}/{number}/macros/{macro}/run", {})).status_code == 200
    row = (await anna.get(f"{LIST}/{number}")).json()
    assert (row["status"], row["snoozed_until"], row["snooze_back"]) == ("snoozed", None, "queue")


async def test_an_unknown_way_back_is_refused(scene: Scene) -> None:
    anna, number = scene.a.anna_browser, (await scene.write(scene.a, "Иван")).conversation_id
    answer = await anna.post(f"{LIST}/{number}/snooze", {"until": None, "back": "moon"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert (await anna.post(f"{LIST}/{number}/snooze", {})).status_code == 422


def test_what_comes_back_to_the_queue_is_news_of_the_queue() -> None:
    def event(data: dict[str, str]) -> FollowedEvent:
        return FollowedEvent(1, 1, "conversation.changed", 1, 7, None, {"what": "woke", **data}, False)  # noqa: FBT003

    assert [fact.happening for fact in read_facts([event({"back": "queue"})])] == [Happening.QUEUE]
    assert read_facts([event({})]) == []


async def test_what_sleeps_through_messages_gets_them_and_wakes_at_its_time(scene: Scene) -> None:
    anna, number = scene.a.anna_browser, (await scene.write(scene.a, "Иван")).conversation_id
    done = await anna.post(f"{LIST}/{number}/snooze", {"until": in_future(), "wake_on_reply": False})
    assert (done.json()["status"], done.json()["wake_on_reply"]) == ("snoozed", False)
    kind, data = await _last_line(scene, number)
    assert (kind, data["through"]) == ("snoozed", "yes")
    assert done.json()["wrote_asleep"] is False, "what was written before does not count"
    await scene.write(scene.a, "Иван", "и ещё вопрос")
    [row] = (await anna.get(f"{LIST}?view=snoozed")).json()["items"]
    assert (row["id"], row["preview"]["text"], row["unread"]) == (number, "и ещё вопрос", 2)
    assert row["waiting_since"] is not None
    assert row["wrote_asleep"] is True
    again = await anna.post(f"{LIST}/{number}/snooze", {"until": in_future(2098), "wake_on_reply": False})
    assert again.json()["wrote_asleep"] is False, "whoever puts it off anew has seen it"
    await scene.write(scene.a, "Иван", "ау")
    assert await _wake(scene, number)
    row = (await anna.get(f"{LIST}/{number}")).json()
    assert (row["status"], row["returned"], row["wake_on_reply"]) == ("open", True, True)
    assert row["wrote_asleep"] is False


async def test_a_lost_alarm_lets_the_next_message_wake_it(scene: Scene) -> None:
    anna, number = scene.a.anna_browser, (await scene.write(scene.a, "Иван")).conversation_id
    await anna.post(f"{LIST}/{number}/snooze", {"until": in_future(), "wake_on_reply": False})
    await scene.sql(
        "update conversation set snoozed_until = now() - interval '1 second' where id = %(id)s returning id", id=number
    )
    await scene.write(scene.a, "Иван", "ау")
    row = (await anna.get(f"{LIST}/{number}")).json()
    assert (row["status"], row["wake_on_reply"]) == ("open", True)


async def test_the_wish_is_changed_taken_back_and_good_for_one_time(scene: Scene) -> None:
    anna, number = scene.a.anna_browser, (await scene.write(scene.a, "Иван")).conversation_id
    until = in_future()
    await anna.post(f"{LIST}/{number}/snooze", {"until": until, "wake_on_reply": False})
    action = {"verb": "snooze", "until": until}
    run = (await anna.post(f"{LIST}/bulk", {"ids": [number], "action": action})).json()
    assert run["changed"] == 1
    assert (await anna.get(f"{LIST}/{number}")).json()["wake_on_reply"] is True
    await anna.post(f"{LIST}/bulk/{run['id']}/undo", {})
    assert (await anna.get(f"{LIST}/{number}")).json()["wake_on_reply"] is False
    await anna.post(f"{LIST}/{number}/reopen", {})
    await anna.post(f"{LIST}/{number}/snooze", {"until": until})
    await scene.write(scene.a, "Иван", "снова я")
    assert (await anna.get(f"{LIST}/{number}")).json()["status"] == "open"


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_sleep_that_nothing_ends_is_refused_in_both_languages(scene: Scene, language: str) -> None:
    anna, number = scene.a.anna_browser, (await scene.write(scene.a, "Иван")).conversation_id
    nap = {"until": None, "wake_on_reply": False}
    action = {**nap, "verb": "snooze"}
    head = {"Accept-Language": language}
    one = await anna.post(f"{LIST}/{number}/snooze", nap, headers=head)
    many = await anna.post(f"{LIST}/bulk", {"ids": [number], "action": action}, headers=head)
    for answer in (one, many):
        assert (answer.status_code, answer.json()["code"]) == (422, "snooze_without_end")
        assert ("клиента" in answer.json()["detail"]) == (language == "ru")
