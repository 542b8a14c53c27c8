"""Calls from the website: who is rung, who gets it, how it ends, and what the conversation says of it."""

import asyncio
from typing import Any

import pytest

from otklik.calls import service
from otklik.calls.errors import CallTaken, NoSuchCall
from otklik.calls.records import CallRow
from otklik.calls.signalling import SIGN_MAX, TO_VISITOR, End
from otklik.conversations.records import Author
from otklik.infra.whispers import TO_OPERATORS
from otklik.kit.errors import OtklikError
from otklik.kit.ids import new_uuid7
from otklik.visitor.limits import CALLS_AN_HOUR
from tests.factories import MadeOperator, make_operator, make_team
from tests.visitor.conftest import Guest, Scene, Socket

SILENT = "now() - interval '21 seconds'"


class Calls:
    """A shop that takes calls, with Anna and Boris at their desks."""

    def __init__(self, scene: Scene, anna: MadeOperator, boris: MadeOperator) -> None:
        self.scene = scene
        self.anna, self.boris = anna, boris

    async def guest(self, number: int = 1) -> Guest:
        guest = self.scene.guest(self.scene.a, number)
        await guest.enter()
        return guest

    async def call(self, guest: Guest) -> Any:
        answer = await guest.call("POST", "calls", {"client_id": str(new_uuid7())})
        assert answer.status_code == 201, answer.text
        return answer.json()["call"]

    async def verb(self, who: MadeOperator, verb: str, number: int, *more: Any, **named: Any) -> CallRow:
        by = Author(kind="operator", id=who.id, name=who.name)
        async with self.scene.db.workspace(who.workspace_id) as tx:
            match verb:
                case "accept":
                    return await service.accept(tx, by, number, *(more or ("tab",)))
                case "decline":
                    return await service.decline(tx, by, number)
                case "hold":
                    return await service.hold(tx, who.id, number, **named)
                case _:
                    return await service.hang_up(tx, number, operator_id=who.id)

    async def rings_for(self, who: MadeOperator) -> list[int]:
        async with self.scene.db.workspace(who.workspace_id) as tx:
            return [row.id for row in await service.list_mine(tx, who.id) if row.state == "ringing"]

    async def seen(self, guest: Guest, number: int) -> tuple[str, str | None, str | None]:
        shown = (await guest.call("GET", f"calls/{number}")).json()
        return shown["state"], shown["how"], shown["by"]

    async def line(self) -> dict[str, Any]:
        [(line,)] = await self.scene.rows("select content->'event' from message where direction = 'system' and content->'event'->>'kind' = 'call'")  # fmt: skip  # noqa: E501
        return dict(line["data"])

    async def waits(self) -> bool:
        [(waits,)] = await self.scene.rows("select waiting_since is not null from conversation")
        return bool(waits)

    async def set(self, what: str) -> None:
        async with self.scene.db.system() as tx:
            await tx.execute(f"update call set {what}")  # noqa: S608 - the test's own words

    async def look(self) -> None:
        await service.look_after(self.scene.db)


async def online(scene: Scene, *people: MadeOperator) -> None:
    async with scene.db.system() as tx:
        for one in people:
            await tx.execute("update operator set presence = 'online' where id = %(id)s", {"id": one.id})


@pytest.fixture
async def calls(scene: Scene) -> Calls:
    anna, boris = await make_operator(scene.db, scene.a.id), await make_operator(scene.db, scene.a.id)
    await online(scene, anna, boris)
    await scene.change(scene.a, calls="online")
    return Calls(scene, anna, boris)


async def test_it_rings_on_free_desks_and_stands_on_the_list_as_waiting(calls: Calls) -> None:
    scene = calls.scene
    away = await make_operator(scene.db, scene.a.id)
    stranger = await make_operator(scene.db, scene.b.id)
    await online(scene, stranger)
    call = await calls.call(await calls.guest())
    assert (call["state"], call["how"]) == ("ringing", None)
    assert 25 < call["left_s"] <= 30
    assert [await calls.rings_for(who) for who in (calls.anna, calls.boris, away)] == [[call["id"]], [call["id"]], []]
    assert await calls.rings_for(stranger) == []
    assert await calls.waits()
    assert (await calls.line())["state"] == "ringing"


async def test_only_the_team_of_the_chat_with_the_right_is_rung(calls: Calls) -> None:
    scene = calls.scene
    team = await make_team(scene.db, scene.a.id, members=(calls.anna.id,))
    await scene.rows(
        "update inbox set team_id = %(team)s where id = %(id)s returning id", team=team, id=scene.a.inbox_id
    )
    call = await calls.call(await calls.guest())
    assert [await calls.rings_for(who) for who in (calls.anna, calls.boris)] == [[call["id"]], []]
    await scene.rows(
        """with r as (insert into custom_role (workspace_id, name, permissions)
               values (%(workspace)s, 'Без звонков', '{conversations.view}') returning id)
           update operator set role_id = (select id from r) where id = %(id)s returning id""",
        workspace=scene.a.id, id=calls.anna.id,
    )  # fmt: skip
    guest = await calls.guest(2)
    missed = await calls.call(guest)
    assert await calls.seen(guest, missed["id"]) == ("ended", "nobody", None)


@pytest.mark.parametrize("presence", ["busy", "break", "away", "offline"])
async def test_who_is_not_free_is_not_rung(calls: Calls, presence: str) -> None:
    changed = "update operator set presence = %(presence)s where id = %(id)s returning id"
    await calls.scene.rows(changed, presence=presence, id=calls.boris.id)
    call = await calls.call(await calls.guest())
    assert [await calls.rings_for(who) for who in (calls.anna, calls.boris)] == [[call["id"]], []]


async def test_of_two_who_accept_at_once_one_has_it(calls: Calls) -> None:
    guest = await calls.guest()
    call = await calls.call(guest)
    done = await asyncio.gather(
        *(calls.verb(who, "accept", call["id"]) for who in (calls.anna, calls.boris)), return_exceptions=True
    )
    [won] = [one for one in done if isinstance(one, CallRow)]
    [lost] = [one for one in done if isinstance(one, CallTaken)]
    assert won.state == "active"
    assert lost.extra == {"state": "active", "by": won.operator_name}
    assert await calls.scene.rows("select assignee_id from conversation") == [(won.operator_id,)]
    assert not await calls.waits()
    assert [await calls.rings_for(who) for who in (calls.anna, calls.boris)] == [[], []]
    line = await calls.line()
    assert (line["state"], line["operator_name"], line["answered_s"]) == ("active", won.operator_name, 0)


async def test_the_same_tab_may_ask_again_and_another_may_not(calls: Calls) -> None:
    call = await calls.call(await calls.guest())
    assert (await calls.verb(calls.anna, "accept", call["id"], "one")).tab == "one"
    assert (await calls.verb(calls.anna, "accept", call["id"], "one")).state == "active"
    with pytest.raises(CallTaken):
        await calls.verb(calls.anna, "accept", call["id"], "two")


async def test_one_operator_has_one_call_and_nothing_else_rings_there(calls: Calls) -> None:
    await calls.scene.rows("update operator set presence = 'offline' where id = %(id)s returning id", id=calls.boris.id)
    first, second = await calls.guest(1), await calls.guest(2)
    ids = [(await calls.call(guest))["id"] for guest in (first, second)]
    done = await asyncio.gather(*(calls.verb(calls.anna, "accept", number) for number in ids), return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) in (["CallRow", "CallRunning"], ["CallRow", "CallTaken"])
    await calls.look()
    states = sorted([await calls.seen(first, ids[0]), await calls.seen(second, ids[1])])
    assert states == [("active", None, None), ("ended", "nobody", None)]
    third = await calls.guest(3)
    busy = await calls.call(third)
    assert (busy["state"], busy["how"]) == ("ended", "nobody"), "whoever is in a call is not rung"


async def test_asked_twice_it_is_one_call_and_a_visitor_has_one_at_a_time(calls: Calls) -> None:
    guest = await calls.guest()
    body = {"client_id": str(new_uuid7())}
    answers = await asyncio.gather(*(guest.call("POST", "calls", body) for _ in range(3)))
    assert len({answer.json()["call"]["id"] for answer in answers}) == 1
    other = await guest.call("POST", "calls", {"client_id": str(new_uuid7())})
    assert (other.status_code, other.json()["code"]) == (409, "call_running")
    assert (await calls.scene.rows("select count(*) from call")) == [(1,)]


async def test_declined_by_all_it_is_missed_and_the_customer_waits(calls: Calls) -> None:
    guest = await calls.guest()
    call = await calls.call(guest)
    await calls.verb(calls.anna, "decline", call["id"])
    assert await calls.rings_for(calls.anna) == []
    assert await calls.rings_for(calls.boris) == [call["id"]]
    for _ in range(2):
        await calls.verb(calls.boris, "decline", call["id"])
    assert await calls.seen(guest, call["id"]) == ("ended", "declined", None)
    assert await calls.waits()
    line = await calls.line()
    assert (line["how"], line["lasted_s"]) == ("declined", 0)
    with pytest.raises(CallTaken):
        await calls.verb(calls.anna, "accept", call["id"])


@pytest.mark.parametrize(
    ("answered", "what", "how"),
    [
        (False, "rings_until = now()", "no_answer"),
        (False, f"visitor_seen_at = {SILENT}", "left"),
        (True, f"visitor_seen_at = {SILENT}", "lost"),
        (True, f"operator_seen_at = {SILENT}", "lost"),
        (True, "answered_at = now() - interval '4 hours 1 second'", "too_long"),
        (True, "session_id = null", "lost"),
    ],
)
async def test_what_nobody_ends_ends_by_itself(calls: Calls, answered: bool, what: str, how: str) -> None:  # noqa: FBT001
    call = await calls.call(await calls.guest())
    if answered:
        await calls.verb(calls.anna, "accept", call["id"])
    await calls.look()
    assert (await calls.line())["state"] == ("active" if answered else "ringing"), "too early"
    await calls.set(what)
    await calls.look()
    assert (await calls.line())["how"] == how
    assert await calls.waits() is not answered
    assert [await calls.rings_for(who) for who in (calls.anna, calls.boris)] == [[], []]


async def test_a_ring_whose_time_is_over_cannot_be_accepted(calls: Calls) -> None:
    call = await calls.call(await calls.guest())
    await calls.set("rings_until = now()")
    with pytest.raises(CallTaken):
        await calls.verb(calls.anna, "accept", call["id"])


@pytest.mark.parametrize("by", ["visitor", "operator"])
async def test_either_side_hangs_up_and_once_is_enough(calls: Calls, by: str) -> None:
    guest = await calls.guest()
    call = await calls.call(guest)
    await calls.verb(calls.anna, "accept", call["id"])
    for _ in range(2):
        if by == "visitor":
            assert (await guest.call("POST", f"calls/{call['id']}/hangup")).status_code == 200
        else:
            await calls.verb(calls.anna, "hangup", call["id"])
    await guest.call("POST", f"calls/{call['id']}/hangup")
    assert await calls.seen(guest, call["id"]) == ("ended", "hung_up", by)
    line = await calls.line()
    assert (line["how"], line["by"], line["operator_name"]) == ("hung_up", by, calls.anna.name)
    assert (await calls.call(guest))["state"] == "ringing", "the next one may come"


async def test_a_visitor_who_gives_up_is_a_missed_call(calls: Calls) -> None:
    guest = await calls.guest()
    call = await calls.call(guest)
    await guest.call("POST", f"calls/{call['id']}/hangup")
    assert await calls.seen(guest, call["id"]) == ("ended", "cancelled", "visitor")
    assert await calls.waits()
    assert await calls.rings_for(calls.anna) == []


async def test_on_hold_and_back(calls: Calls) -> None:
    guest = await calls.guest()
    call = await calls.call(guest)
    await calls.verb(calls.anna, "accept", call["id"])
    for on in (True, True, False):
        await calls.verb(calls.anna, "hold", call["id"], on=on)
        assert (await guest.call("GET", f"calls/{call['id']}")).json()["held"] is on
    with pytest.raises(NoSuchCall):
        await calls.verb(calls.boris, "hold", call["id"], on=True)


async def test_nobody_elses_call_is_there(calls: Calls) -> None:
    call = await calls.call(await calls.guest())
    other = await calls.guest(2)
    for method, path in (("GET", ""), ("POST", "/hangup")):
        answer = await other.call(method, f"calls/{call['id']}{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "call_not_found")
    stranger = await make_operator(calls.scene.db, calls.scene.b.id)
    for verb in ("accept", "decline", "hangup"):
        with pytest.raises(OtklikError, match="no such call"):
            await calls.verb(stranger, verb, call["id"])


@pytest.mark.parametrize(
    ("mode", "there", "status"), [("off", True, 409), ("online", False, 409), ("hours", False, 201)]
)
async def test_the_chat_says_when_it_takes_calls(calls: Calls, mode: str, there: bool, status: int) -> None:  # noqa: FBT001
    await calls.scene.change(calls.scene.a, calls=mode)
    if not there:
        await calls.scene.rows("update operator set presence = 'offline' returning id")
    guest = await calls.guest()
    answer = await guest.call("POST", "calls", {"client_id": str(new_uuid7())})
    assert answer.status_code == status
    if status == 409:
        assert answer.json()["code"] == "calls_off"
        assert await calls.scene.rows("select count(*) from message") == [(0,)]
    config = (
        await guest.browser.get(f"/widget/v1/config?key={guest.key}", headers={"Origin": "https://shop.example"})
    ).json()
    assert config["calls"] == ("" if mode == "off" else mode)


async def test_ten_calls_an_hour(calls: Calls) -> None:
    guest = await calls.guest()
    for _ in range(CALLS_AN_HOUR):
        call = await calls.call(guest)
        await guest.call("POST", f"calls/{call['id']}/hangup")
    answer = await guest.call("POST", "calls", {"client_id": str(new_uuid7())})
    assert (answer.status_code, answer.json()["code"]) == (429, "rate_limited")


async def test_how_long_it_rings_is_chosen(calls: Calls) -> None:
    await calls.scene.change(calls.scene.a, call_seconds=10)
    assert 5 < (await calls.call(await calls.guest()))["left_s"] <= 10
    answer = await calls.scene.a.owner.patch(
        f"/api/v1/inboxes/{calls.scene.a.inbox_id}", {"settings": {"call_seconds": 9}}
    )
    assert answer.status_code == 422


async def test_signs_pass_between_the_ends_of_a_running_call_only(calls: Calls) -> None:
    guest = await calls.guest()
    number = (await calls.call(guest))["id"]
    socket = Socket(calls.scene.visitor, guest)
    await socket.until("state")
    signals, heard = calls.scene.visitor.signals, calls.scene.whispers.heard
    anna, boris = (End(workspace_id=who.workspace_id, operator_id=who.id) for who in (calls.anna, calls.boris))
    assert not await signals.pass_on(anna, number, {"kind": "answer"}), "it only rings"
    assert not await signals.beat(anna, number)
    await calls.verb(calls.anna, "accept", number)
    assert not await signals.pass_on(boris, number, {"kind": "answer"})
    assert not await signals.pass_on(anna, number, {"sdp": "x" * SIGN_MAX})
    assert await signals.pass_on(anna, number, {"kind": "answer"})
    assert await signals.beat(anna, number)
    assert not await signals.beat(boris, number)
    assert [(one.kind, one.data["frame"]["data"]) for one in heard if one.kind == TO_VISITOR] == [
        (TO_VISITOR, {"kind": "answer"})
    ]
    calls.scene.visitor.hub._take_sign(next(one for one in heard if one.kind == TO_VISITOR))  # noqa: SLF001 - the bell
    assert (await socket.until("signal"))["data"] == {"kind": "answer"}
    await calls.set(f"visitor_seen_at = {SILENT}")
    socket.say(type="signal", call_id=number, data={"kind": "offer", "sdp": "v=0\r\n" * 300})
    socket.say(type="beat", call_id=number)
    assert (await socket.until("beat"))["on"] is True
    [told] = [one for one in heard if one.kind == TO_OPERATORS]
    assert (told.data["operator_ids"], told.data["frame"]["tab"]) == ([calls.anna.id], "tab")
    await calls.look()
    assert (await calls.line())["state"] == "active", "a sign of life keeps it"
    await calls.verb(calls.anna, "hangup", number)
    socket.say(type="beat", call_id=number)
    assert not (await socket.until("beat")).get("on")
    await socket.leave()
