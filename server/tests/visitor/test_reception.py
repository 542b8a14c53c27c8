"""Whether somebody is there for a visitor: the hours of the chat, the people of its team, and the change of both."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.visitor.conftest import Guest, Scene, Shop, Socket

ALWAYS = [{"days": [1, 2, 3, 4, 5, 6, 7], "start": "00:00", "end": "00:00"}]


def never() -> list[dict[str, Any]]:
    """One minute of the day three days away from now: the chat is closed whenever this runs."""
    far = datetime.now(UTC) + timedelta(days=3)
    return [{"days": [far.isoweekday()], "start": "12:00", "end": "12:01"}]


async def config(scene: Scene, shop: Shop) -> dict[str, Any]:
    answer = await scene.browsers.stranger("198.51.100.9").get(f"/widget/v1/config?key={shop.key}")
    return answer.json()  # type: ignore[no-any-return]


async def state(guest: Guest) -> dict[str, Any]:
    return (await guest.call("GET", "events?wait=0")).json()["state"]  # type: ignore[no-any-return]


async def arrive(scene: Scene, presence: str = "online", shop: Shop | None = None) -> None:
    """Let everybody of a shop have this status."""
    await scene.rows(
        "update operator set presence = %(presence)s where workspace_id = %(id)s returning id",
        presence=presence, id=(shop or scene.a).id,
    )  # fmt: skip


async def test_outside_the_hours_nobody_is_there_and_the_window_says_when_somebody_is(scene: Scene) -> None:
    await arrive(scene)
    assert (await config(scene, scene.a))["online"] is True
    await scene.change(scene.a, hours=never())
    closed = await config(scene, scene.a)
    assert closed["online"] is False
    assert closed["opens"].endswith(":00.000Z")
    await scene.change(scene.a, hours=ALWAYS)
    assert ((await config(scene, scene.a))["online"], (await config(scene, scene.a))["opens"]) == (True, None)


async def test_within_the_hours_somebody_must_be_at_the_desk(scene: Scene) -> None:
    await scene.change(scene.a, hours=ALWAYS)
    for presence, there in (("away", False), ("busy", False), ("online", True)):
        await arrive(scene, presence)
        found = await config(scene, scene.a)
        assert (found["online"], found["opens"]) == (there, None), presence


async def test_the_people_of_another_company_or_team_do_not_count(scene: Scene) -> None:
    await arrive(scene, "offline")
    await arrive(scene, "online", scene.b)
    assert (await config(scene, scene.a))["online"] is False
    await arrive(scene)
    [(team,)] = await scene.rows(
        "insert into team (workspace_id, name) values (%(id)s, 'Склад') returning id", id=scene.a.id
    )
    await scene.rows(
        "update inbox set team_id = %(team)s where id = %(id)s returning id", team=team, id=scene.a.inbox_id
    )
    assert (await config(scene, scene.a))["online"] is False, "nobody is in the team of this chat"
    await scene.rows(
        """insert into team_member (workspace_id, team_id, operator_id)
           select workspace_id, %(team)s, id from operator where workspace_id = %(id)s returning operator_id""",
        team=team, id=scene.a.id,
    )  # fmt: skip
    assert (await config(scene, scene.a))["online"] is True


async def test_an_open_window_hears_that_the_hours_have_ended(scene: Scene) -> None:
    await arrive(scene)
    guest = scene.guest(scene.a)
    await guest.enter()
    await guest.write("Вы тут?")
    socket = Socket(scene.visitor, guest)
    await socket.until("ready")
    assert (await state(guest))["online"] is True
    # Written past the doors, so that no event tells of it: only the clock does.
    await scene.rows(
        "update inbox set settings = settings || %(hours)s::jsonb where id = %(id)s returning id",
        hours=json.dumps({"hours": never()}), id=scene.a.inbox_id,
    )  # fmt: skip
    await scene.visitor.hub.watch_hours()
    while (told := await socket.until("state"))["online"]:
        pass
    assert (told["online"], told["opens"] is not None) == (False, True)
    assert (await state(guest))["opens"] == told["opens"]
    await socket.leave()


@pytest.mark.parametrize(("how", "asked"), [("off", None), ("optional", False), ("required", True)])
async def test_what_is_asked_of_whoever_comes_while_nobody_is_there(scene: Scene, how: str, asked: bool | None) -> None:  # noqa: FBT001 - a case
    await scene.change(scene.a, ask_away=how)
    expected = None if asked is None else {"field": "email", "required": asked}
    assert (await config(scene, scene.a))["away"] == expected


@pytest.mark.parametrize(
    ("hours", "code"),
    [
        ("always", "wrong_type"),
        ([{"days": [9], "start": "09:00", "end": "18:00"}], "bad_hours"),
        ([{"days": [1], "start": "09:00"}], "bad_hours"),
        (["понедельник"], "bad_hours"),
        ([{"days": [1], "start": "09:00", "end": "18:00"}] * 15, "too_many"),
    ],
)
async def test_wrong_hours_are_refused_beside_their_field(scene: Scene, hours: object, code: str) -> None:
    answer = await scene.a.owner.patch(f"/api/v1/inboxes/{scene.a.inbox_id}", {"settings": {"hours": hours}})
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert (error["field"], error["code"]) == ("settings.hours", code)


async def test_the_holder_of_the_conversation_is_shown_with_their_photo(scene: Scene) -> None:
    guest = scene.guest(scene.a)
    await guest.enter()
    await guest.write("Вы тут?")
    await scene.rows(
        """update conversation set assignee_id = (select min(id) from operator where workspace_id = %(id)s)
           where workspace_id = %(id)s returning id""",
        id=scene.a.id,
    )
    shown = (await state(guest))["operator"]
    assert (bool(shown["name"]), shown["avatar_url"]) == (True, None)
    await scene.rows(
        "update operator set avatar_key = 'photo-1' where workspace_id = %(id)s returning id", id=scene.a.id
    )
    assert "/files/" in (await state(guest))["operator"]["avatar_url"]


async def test_what_a_visitor_writes_is_seen_only_where_the_chat_says_so(scene: Scene) -> None:
    guest = scene.guest(scene.a)
    await guest.enter()
    await guest.write("Здравствуйте")
    assert (await config(scene, scene.a))["peeks"] is False
    await guest.call("POST", "typing", {"on": True, "text": "Не для чужих глаз"})
    assert [one.kind for one in scene.whispers.heard] == ["contact_typing"]
    await scene.change(scene.a, peeks=True)
    assert (await config(scene, scene.a))["peeks"] is True
    await guest.call("POST", "typing", {"on": True, "text": "Сколько стоит 🫖"})
    seen = scene.whispers.heard[-1]
    assert (seen.kind, seen.data["text"], seen.data["operator_id"]) == ("peek", "Сколько стоит 🫖", None)
    await guest.call("POST", "typing", {"on": False})
    assert scene.whispers.heard[-1].data["text"] == "", "an emptied field is seen empty"
    long = await guest.call("POST", "typing", {"on": True, "text": "а" * 501})
    assert long.status_code == 422
