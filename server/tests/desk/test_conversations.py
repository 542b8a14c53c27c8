from otklik.conversations import verbs
from otklik.conversations.records import SYSTEM
from tests.desk.scene import Scene, in_future, reply


async def test_a_conversation_shows_what_the_contract_says(scene: Scene) -> None:
    written = await scene.write(scene.a, "Иван", "Где мой заказ?")
    found = await scene.a.anna_browser.get(f"/api/v1/conversations/{written.conversation_id}")
    assert found.status_code == 200, found.text
    body = found.json()
    assert body["contact"]["name"] == "Иван"
    assert body["preview"] == {"text": "Где мой заказ?", "kind": "text", "author": "contact", "note": False}
    assert (body["channel"], body["channels"], body["unread"], body["last_seq"]) == ("parrot", ["parrot"], 1, 1)
    assert body["reply_identity_id"] == body["identities"][0]["id"]
    assert body["waiting_since"].endswith("Z")
    assert len(body["waiting_since"]) == len("2026-01-01T00:00:00.000Z")
    assert (body["read_seq"], body["other_conversations"], body["assignee"], body["subject"]) == (0, 0, None, None)


async def test_reading_counts_for_the_reader_only_and_never_moves_back(scene: Scene) -> None:
    number = (await scene.write_many(scene.a, ["Иван", "Иван", "Иван"]))[-1].conversation_id
    anna, boris = scene.a.anna_browser, scene.a.boris_browser
    path = f"/api/v1/conversations/{number}"
    assert (await anna.post(f"{path}/read", {"seq": 2})).status_code == 204
    assert (await anna.get(path)).json()["unread"] == 1
    assert (await boris.get(path)).json()["unread"] == 3
    await anna.post(f"{path}/read", {"seq": 1})
    assert (await anna.get(path)).json()["read_seq"] == 2
    assert (await anna.post(f"{path}/unread", {"from_seq": 1})).status_code == 204
    assert (await anna.get(path)).json()["unread"] == 3
    await anna.post(f"{path}/read", {"seq": 2_000_000_000})
    await scene.write(scene.a, "Иван", "ещё")
    shown = (await anna.get(path)).json()
    assert (shown["unread"], shown["read_seq"]) == (1, 3)


async def test_an_api_token_reads_lists_and_has_no_read_mark(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    robot = await scene.browsers.of_token(scene.a.id)
    assert (await robot.get(f"/api/v1/conversations/{number}")).json()["unread"] == 1
    assert (await robot.post(f"/api/v1/conversations/{number}/read", {"seq": 1})).status_code == 403
    posted = await reply(robot, number, "от робота")
    assert posted.json()["author"]["kind"] == "bot"


async def test_assigning_to_me_then_away_leaves_lines(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    path = f"/api/v1/conversations/{number}"
    mine = (await scene.a.anna_browser.post(f"{path}/assign", {"operator_id": "me"})).json()
    assert mine["assignee"] == {"id": scene.a.anna.id, "name": scene.a.anna.name}
    body = {"operator_id": scene.a.boris.id, "note": "он знает этот заказ", "expected_version": mine["version"]}
    given = await scene.a.anna_browser.post(f"{path}/assign", body)
    assert given.json()["assignee"]["id"] == scene.a.boris.id
    lines = (await scene.a.anna_browser.get(f"{path}/messages")).json()["items"]
    assert [line["event"]["kind"] for line in lines if line["kind"] == "event"] == ["assigned", "transferred"]
    assert lines[-1]["event"]["data"]["note"] == "он знает этот заказ"


async def test_a_stale_assignment_is_refused(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    path = f"/api/v1/conversations/{number}"
    seen = (await scene.a.anna_browser.get(path)).json()["version"]
    await scene.a.boris_browser.post(f"{path}/assign", {"operator_id": "me", "expected_version": seen})
    late = await scene.a.anna_browser.post(f"{path}/assign", {"operator_id": "me", "expected_version": seen})
    assert (late.status_code, late.json()["code"]) == (409, "stale")
    assert late.json()["version"] > seen
    assert (await scene.a.anna_browser.get(path)).json()["assignee"]["id"] == scene.a.boris.id


async def test_a_team_takes_it_into_its_queue(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    team = await scene.sql("insert into team (workspace_id, name) values (%(w)s, 'Продажи') returning id", w=scene.a.id)
    path = f"/api/v1/conversations/{number}"
    await scene.a.anna_browser.post(f"{path}/assign", {"operator_id": "me"})
    given = (await scene.a.anna_browser.post(f"{path}/assign", {"team_id": team})).json()
    assert (given["assignee"], given["team"]) == (None, {"id": team, "name": "Продажи"})
    taken = (await scene.a.boris_browser.post(f"{path}/assign", {"operator_id": "me"})).json()
    assert taken["team"]["id"] == team
    listed = (await scene.a.anna_browser.get(f"/api/v1/conversations?view=team:{team}")).json()["items"]
    assert [row["id"] for row in listed] == [number]
    nothing = await scene.a.anna_browser.post(f"{path}/assign", {})
    assert nothing.json()["errors"][0]["code"] == "missing"


async def test_resolving_reopening_and_the_customer_who_writes_again(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    path = f"/api/v1/conversations/{number}"
    done = (await scene.a.anna_browser.post(f"{path}/resolve")).json()
    assert (done["status"], done["waiting_since"], done["resolved_at"] is None) == ("resolved", None, False)
    assert (await scene.a.anna_browser.post(f"{path}/reopen")).json()["status"] == "open"
    await scene.a.anna_browser.post(f"{path}/resolve")
    again = await scene.write(scene.a, "Иван", "и ещё вопрос")
    assert again.conversation_id == number
    assert (await scene.a.anna_browser.get(path)).json()["status"] == "open"


async def test_snoozing_puts_away_and_wakes_at_the_last_time_asked(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    path = f"/api/v1/conversations/{number}"
    first = await scene.a.anna_browser.post(f"{path}/snooze", {"until": in_future(2090)})
    assert first.json()["snoozed_until"] == "2090-01-01T00:00:00.000Z"
    await scene.a.anna_browser.post(f"{path}/snooze", {"until": in_future(2099)})
    listed = (await scene.a.anna_browser.get("/api/v1/conversations?view=snoozed")).json()["items"]
    assert [row["id"] for row in listed] == [number]
    assert await scene.sql("select count(*) from job where kind = 'conversations.wake'") == 1
    async with scene.db.workspace(scene.a.id) as tx:
        conversation = await verbs.get_conversation(tx, number)
        assert conversation.snoozed_until is not None
        assert not await verbs.wake(tx, number, conversation.snoozed_until.replace(year=2090), SYSTEM)
        assert await verbs.wake(tx, number, conversation.snoozed_until, SYSTEM)
    assert (await scene.a.anna_browser.get(path)).json()["status"] == "open"


async def test_a_row_tells_that_it_came_back_until_somebody_answers_and_whose_customer_is_important(
    scene: Scene,
) -> None:
    anna = scene.a.anna_browser
    number = (await scene.write(scene.a, "Иван")).conversation_id

    async def look() -> tuple[bool, bool]:
        row = (await anna.get("/api/v1/conversations?view=all")).json()["items"][0]
        return row["returned"], row["contact"]["vip"]

    assert await look() == (False, False)
    for wake in ("time", "customer"):
        await anna.post(f"/api/v1/conversations/{number}/snooze", {"until": in_future()})
        assert await look() == (False, False)
        if wake == "time":
            async with scene.db.workspace(scene.a.id) as tx:
                until = (await verbs.get_conversation(tx, number)).snoozed_until
                assert until is not None
                await verbs.wake(tx, number, until, SYSTEM)
        else:
            await scene.write(scene.a, "Иван", "и ещё вопрос")
        assert await look() == (True, False)
        assert (await reply(anna, number)).status_code == 201
        assert await look() == (False, False)
    await anna.post(f"/api/v1/conversations/{number}/snooze", {"until": in_future()})
    await anna.post(f"/api/v1/conversations/{number}/reopen", {})
    await scene.do("update contact set vip = true where name = 'Иван'")
    assert await look() == (False, True)


async def test_snoozing_refuses_the_past_and_times_without_zone(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    path = f"/api/v1/conversations/{number}/snooze"
    past = await scene.a.anna_browser.post(path, {"until": in_future(2001)})
    assert past.json()["code"] == "snooze_in_the_past"
    naive = await scene.a.anna_browser.post(path, {"until": "2099-01-01T00:00:00"})
    assert naive.status_code == 422


async def test_typing_reaches_colleagues_and_the_customer_but_not_too_often(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    for _ in range(3):
        answer = await scene.a.anna_browser.post(f"/api/v1/conversations/{number}/typing")
        assert answer.status_code == 202
    await scene.typing_out.drain()
    assert scene.typed == [(scene.a.id, number, (scene.a.anna.id, scene.a.anna.name), "typing")] * 3
    assert scene.parrot.said == [("typing", "Иван")]


async def test_counts_and_views_agree(scene: Scene) -> None:
    numbers = [one.conversation_id for one in await scene.write_many(scene.a, ["a", "b", "c", "d"])]
    anna = scene.a.anna_browser
    await anna.post(f"/api/v1/conversations/{numbers[0]}/assign", {"operator_id": "me"})
    await reply(anna, numbers[1])
    await anna.post(f"/api/v1/conversations/{numbers[2]}/snooze", {"until": in_future()})
    counts = (await anna.get("/api/v1/conversations/counts")).json()
    assert counts == {
        "mine": 2, "unassigned": 1, "waiting": 2, "open": 3, "snoozed": 1, "failed": 0, "spam": 0, "unread_mine": 2,
        "mentions": 0, "teams": {}, "saved": {},
    }  # fmt: skip
    for view in ("mine", "unassigned", "waiting", "open", "snoozed"):
        listed = (await anna.get(f"/api/v1/conversations?view={view}")).json()["items"]
        assert len(listed) == counts[view], view


async def test_the_timeline_holds_every_conversation_of_a_person(scene: Scene) -> None:
    written = await scene.write(scene.a, "Иван", "первое")
    await scene.do(
        """update conversation set status = 'resolved', resolved_at = now() - interval '9 days' where id = %(id)s""",
        id=written.conversation_id,
    )
    later = await scene.write(scene.a, "Иван", "второе")
    contact = await scene.sql("select contact_id from conversation where id = %(id)s", id=later.conversation_id)
    path = f"/api/v1/contacts/{contact}/timeline"
    first = (await scene.a.anna_browser.get(f"{path}?limit=1")).json()
    assert first["items"][0]["conversation"]["id"] == later.conversation_id
    assert [one["text"] for one in first["items"][0]["messages"]] == ["второе"]
    second = (await scene.a.anna_browser.get(f"{path}?limit=1&cursor={first['next_cursor']}")).json()
    assert second["items"][0]["conversation"]["id"] == written.conversation_id
    assert second["next_cursor"] is None


async def test_beginning_a_conversation_where_the_channel_allows_it(scene: Scene) -> None:
    written = await scene.write(scene.a, "ivan@example.test", inbox_id=scene.a.mail)
    anna = scene.a.anna_browser
    shown = (await anna.get(f"/api/v1/conversations/{written.conversation_id}")).json()
    body = {
        "client_id": "01890000-0000-7000-8000-000000000001", "contact_id": shown["contact"]["id"],
        "identity_id": shown["reply_identity_id"], "text": "Новость", "subject": "О заказе",
    }  # fmt: skip
    running = await anna.post("/api/v1/conversations", body)
    assert (running.status_code, running.json()["code"]) == (409, "already_open")
    assert running.json()["conversation_id"] == written.conversation_id
    await anna.post(f"/api/v1/conversations/{written.conversation_id}/resolve")
    begun = await anna.post("/api/v1/conversations", body)
    assert begun.status_code == 201, begun.text
    assert begun.json()["id"] != written.conversation_id
    assert (begun.json()["subject"], begun.json()["assignee"]["id"]) == ("О заказе", scene.a.anna.id)
    again = await anna.post("/api/v1/conversations", body)
    assert again.json()["id"] == begun.json()["id"]
    answer = await scene.write(scene.a, "ivan@example.test", "спасибо", inbox_id=scene.a.mail)
    assert answer.conversation_id == begun.json()["id"]


async def test_beginning_is_refused_where_the_customer_must_write_first(scene: Scene) -> None:
    written = await scene.write(scene.a, "Иван")
    anna = scene.a.anna_browser
    shown = (await anna.post(f"/api/v1/conversations/{written.conversation_id}/resolve")).json()
    body = {
        "client_id": "01890000-0000-7000-8000-000000000002", "contact_id": shown["contact"]["id"],
        "identity_id": shown["reply_identity_id"], "text": "Новость",
    }  # fmt: skip
    refused = await anna.post("/api/v1/conversations", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "closed_channel")
    assert refused.json()["reason"] == "cannot_open"


async def test_the_timeline_says_why_each_was_closed_and_how_it_was_rated(scene: Scene) -> None:
    written = await scene.write(scene.a, "Иван")
    number = written.conversation_id
    reason = await scene.sql(
        "insert into closing_reason (workspace_id, name) values (%(id)s, 'Возврат') returning id", id=scene.a.id
    )
    anna = scene.a.anna_browser
    person = (await anna.get(f"/api/v1/conversations/{number}")).json()["contact"]["id"]
    [before] = (await anna.get(f"/api/v1/contacts/{person}/timeline")).json()["items"]
    assert (before["reason"], before["rating"]) == (None, None)
    await anna.post(f"/api/v1/conversations/{number}/resolve", {"reason_id": reason})
    for score in (2, 5):
        await scene.do(
            """insert into rating (workspace_id, conversation_id, closing_id, contact_id, channel, scale, score)
               select workspace_id, conversation_id, id, %(person)s, 'webchat', 'faces', %(score)s from message
               where conversation_id = %(number)s order by id limit 1""",
            person=person, number=number, score=score,
        )  # fmt: skip
        [closed] = (await anna.get(f"/api/v1/contacts/{person}/timeline")).json()["items"]
        assert (closed["reason"], closed["rating"]) == ("Возврат", {"scale": "faces", "score": score})
        await scene.do("delete from rating")
