"""Statuses: chosen, fallen into by silence, given back by signs of life, and written down for reports."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from otklik.access.events import WorkspaceCreated
from otklik.infra.db import Database
from otklik.kit.clock import utc_now
from otklik.presence import rules, service
from otklik.presence.records import PresenceState
from otklik.presence.service import AbsenceWatch
from otklik.presence.subscribers import lay_reasons
from tests.browser import Browser, Browsers
from tests.factories import MadeOperator, make_operator, make_workspace

PRESENCE = "/api/v1/operators/me/presence"
REASONS = "/api/v1/break-reasons"
LATER = 10_000.0


async def watch(db: Database, *, running_s: float = LATER) -> None:
    """Look for the absent, in a process that has run for so long."""
    times = iter([0.0, running_s])
    await AbsenceWatch(lambda: next(times)).look(db)


async def age(
    db: Database, operator_id: int, *, line_s: int | None, active_s: int | None, since_s: int = 100_000
) -> None:
    """Let the last signs of an operator be so many seconds old; None is never."""
    async with db.system() as tx:
        await tx.execute(
            """insert into operator_seen (operator_id, workspace_id, line_at, active_at)
               select id, workspace_id, now() - %(line)s * interval '1 second', now() - %(active)s * interval '1 second'
               from operator where id = %(id)s
               on conflict (operator_id) do update set line_at = excluded.line_at, active_at = excluded.active_at""",
            {"id": operator_id, "line": line_s, "active": active_s},
        )
        await tx.execute(
            "update operator set presence_since = now() - %(since)s * interval '1 second' where id = %(id)s",
            {"id": operator_id, "since": since_s},
        )


async def status(db: Database, operator_id: int) -> tuple[str, str | None]:
    """An operator's status and what it goes back to."""
    async with db.system() as tx:
        [row] = await tx.rows("select presence, presence_before from operator where id = %(id)s", {"id": operator_id})
    return row[0], row[1]


async def history(db: Database, operator_id: int) -> list[tuple[Any, ...]]:
    """The history of an operator's statuses: what, why, by itself, over."""
    async with db.system() as tx:
        return await tx.rows(
            """select presence, reason, automatic, ended_at is not null from presence_log
               where operator_id = %(id)s order by id""",
            {"id": operator_id},
        )


async def enter(db: Database, browsers: Browsers, role: str = "operator") -> tuple[Browser, MadeOperator]:
    """Sign somebody in."""
    operator = await make_operator(db, await make_workspace(db), role)
    return await browsers.of(operator), operator


async def test_each_status_is_chosen_and_written_down(db: Database, browsers: Browsers) -> None:
    browser, me = await enter(db, browsers)
    for wish in ("online", "busy", "away", "offline", "online", "online"):
        answer = await browser.put(PRESENCE, {"presence": wish})
        assert answer.json()["presence"] == wish, answer.text
        assert answer.json()["presence_auto"] is False
    assert [row[0] for row in await history(db, me.id)] == ["online", "busy", "away", "offline", "online"]
    assert [row[3] for row in await history(db, me.id)] == [True, True, True, True, False]


async def test_a_break_has_a_reason_and_a_planned_end(db: Database, browsers: Browsers) -> None:
    browser, me = await enter(db, browsers, "owner")
    made = (await browser.post(REASONS, {"name": "Обед 🍜", "minutes": 45})).json()
    nameless = await browser.put(PRESENCE, {"presence": "break"})
    assert (nameless.status_code, nameless.json()["errors"][0]["code"]) == (422, "required")
    usual = (await browser.put(PRESENCE, {"presence": "break", "reason_id": made["id"]})).json()
    assert usual["presence_reason"] == "Обед 🍜"
    left = datetime.fromisoformat(usual["presence_until"]) - utc_now()
    assert timedelta(minutes=44) < left <= timedelta(minutes=45)
    own = (utc_now() + timedelta(hours=3)).isoformat()
    longer = await browser.put(PRESENCE, {"presence": "break", "reason_id": made["id"], "until": own})
    assert datetime.fromisoformat(longer.json()["presence_until"]) == datetime.fromisoformat(own)
    back = (await browser.put(PRESENCE, {"presence": "online"})).json()
    assert (back["presence_reason"], back["presence_until"]) == (None, None)
    assert [row[:2] for row in await history(db, me.id)] == [("break", "Обед 🍜")] * 2 + [("online", "")]


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"presence": "break", "until": "2020-01-01T00:00:00Z"}, "bad_break_end"),
        ({"presence": "break", "until": "2099-01-01T00:00:00Z"}, "bad_break_end"),
        ({"presence": "online", "until": "2099-01-01T00:00:00Z"}, "only_of_break"),
        ({"presence": "away", "reason_id": 1}, "only_of_break"),
    ],
)
async def test_what_does_not_go_together_is_refused_in_both_languages(
    db: Database, browsers: Browsers, wish: dict[str, object], code: str
) -> None:
    browser, _ = await enter(db, browsers)
    for language in ("ru", "en"):
        answer = await browser.put(PRESENCE, wish, headers={"Accept-Language": language})
        assert answer.status_code == 422
        [error] = answer.json()["errors"]
        assert error["code"] == code
        assert any("а" <= letter <= "я" for letter in error["message"]) is (language == "ru")


async def test_a_reason_of_elsewhere_or_put_away_is_no_reason(db: Database, browsers: Browsers) -> None:
    mine, _ = await enter(db, browsers, "owner")
    other, _ = await enter(db, browsers, "owner")
    foreign = (await other.post(REASONS, {"name": "Обед"})).json()["id"]
    own = (await mine.post(REASONS, {"name": "Обед"})).json()["id"]
    assert (await mine.delete(f"{REASONS}/{own}")).status_code == 204
    for reason in (foreign, own, 2**62):
        answer = await mine.put(PRESENCE, {"presence": "break", "reason_id": reason})
        assert (answer.status_code, answer.json()["code"]) == (404, "break_reason_not_found")
    assert (await mine.patch(f"{REASONS}/{foreign}", {"name": "Чужое"})).status_code == 404


async def test_reasons_are_kept_in_order_by_those_who_may(db: Database, browsers: Browsers) -> None:
    owner, me = await enter(db, browsers, "owner")
    ids = [(await owner.post(REASONS, {"name": name})).json()["id"] for name in ("Обед", "Чай", "Врач")]
    taken = await owner.post(REASONS, {"name": "обед"})
    assert (taken.status_code, taken.json()["code"]) == (409, "name_taken")
    assert (await owner.patch(f"{REASONS}/{ids[1]}", {"name": "ВРАЧ"})).status_code == 409
    assert (await owner.patch(f"{REASONS}/{ids[2]}", {"position": 1, "minutes": None})).json()["position"] == 1
    shown = (await owner.get(REASONS)).json()["items"]
    assert [one["name"] for one in shown] == ["Врач", "Обед", "Чай"]
    plain = await browsers.of(await make_operator(db, me.workspace_id))
    assert (await plain.get(REASONS)).status_code == 200
    assert (await plain.post(REASONS, {"name": "Сон"})).status_code == 403
    for wrong in ({"name": "\u200b"}, {"name": "x" * 61}, {"name": "a", "minutes": 0}, {"name": "a", "minutes": 721}):
        assert (await owner.post(REASONS, wrong)).status_code == 422
    for number in range(27):
        assert (await owner.post(REASONS, {"name": f"Причина {number}"})).status_code == 201
    full = await owner.post(REASONS, {"name": "Ещё"}, headers={"Accept-Language": "ru"})
    assert (full.status_code, full.json()["code"]) == (409, "too_many_reasons")


async def test_silence_makes_away_and_activity_ends_it(db: Database, browsers: Browsers) -> None:
    browser, me = await enter(db, browsers)
    await browser.put(PRESENCE, {"presence": "busy"})
    await age(db, me.id, line_s=1, active_s=299)
    await watch(db)
    assert await status(db, me.id) == ("busy", None)
    await age(db, me.id, line_s=1, active_s=301)
    await watch(db)
    assert await status(db, me.id) == ("away", "busy")
    assert (await browser.get("/api/v1/session")).json()["operator"]["presence_auto"] is True
    assert (await browser.put("/api/v1/operators/me/activity", {"idle_s": 200})).status_code == 204
    assert await status(db, me.id) == ("away", "busy")
    await browser.put("/api/v1/operators/me/activity", {"idle_s": 0})
    assert await status(db, me.id) == ("busy", None)
    assert [row[:3:2] for row in await history(db, me.id)] == [("busy", False), ("away", True), ("busy", False)]


async def test_activity_on_any_device_counts_and_an_older_report_takes_nothing_away(
    db: Database, browsers: Browsers
) -> None:
    browser, me = await enter(db, browsers)
    await browser.put(PRESENCE, {"presence": "online"})
    await age(db, me.id, line_s=1, active_s=400)
    await asyncio.gather(*(browser.put("/api/v1/operators/me/activity", {"idle_s": idle}) for idle in (0, 900, 3600)))
    await watch(db)
    assert await status(db, me.id) == ("online", None)


async def test_away_that_was_chosen_stays(db: Database, browsers: Browsers) -> None:
    browser, me = await enter(db, browsers)
    await browser.put(PRESENCE, {"presence": "away"})
    await browser.put("/api/v1/operators/me/activity", {"idle_s": 0})
    assert await status(db, me.id) == ("away", None)


async def test_a_company_may_turn_automatic_away_off(db: Database, browsers: Browsers) -> None:
    browser, me = await enter(db, browsers, "owner")
    for wrong in (-1, 481):
        assert (await browser.patch("/api/v1/workspace", {"away_minutes": wrong})).status_code == 422
    for wrong in (-1, 21):
        assert (await browser.patch("/api/v1/workspace", {"missed_offers": wrong})).status_code == 422
    assert (await browser.patch("/api/v1/workspace", {"away_minutes": 0})).json()["away_minutes"] == 0
    assert (await browser.patch("/api/v1/workspace", {"missed_offers": 0})).json()["missed_offers"] == 0
    await browser.put(PRESENCE, {"presence": "online"})
    await age(db, me.id, line_s=1, active_s=40_000)
    await watch(db)
    assert await status(db, me.id) == ("online", None)


async def test_without_a_line_one_is_offline_after_grace_and_back_with_it(db: Database, browsers: Browsers) -> None:
    browser, me = await enter(db, browsers)
    await browser.put(PRESENCE, {"presence": "busy"})
    await age(db, me.id, line_s=rules.GRACE_S - 2, active_s=1)
    await watch(db)
    assert await status(db, me.id) == ("busy", None)
    await age(db, me.id, line_s=rules.GRACE_S + 2, active_s=1)
    await watch(db, running_s=5)
    assert await status(db, me.id) == ("busy", None), "our own restart cut the line"
    await watch(db)
    assert await status(db, me.id) == ("offline", "busy")
    await service.note_lines(db, [me.id])
    assert await status(db, me.id) == ("busy", None)
    await browser.put(PRESENCE, {"presence": "offline"})
    await service.note_lines(db, [me.id])
    assert await status(db, me.id) == ("offline", None)


async def test_a_break_outlasts_the_line_until_its_planned_end(db: Database, browsers: Browsers) -> None:
    browser, me = await enter(db, browsers)
    await browser.put(PRESENCE, {"presence": "break"})
    await age(db, me.id, line_s=3000, active_s=3000)
    await watch(db)
    assert await status(db, me.id) == ("break", None)
    async with db.system() as tx:
        await tx.execute("update operator set presence_until = now() - interval '2 minutes'")
    await watch(db)
    assert await status(db, me.id) == ("offline", "online")


async def test_a_newcomer_is_online_with_the_first_line_and_a_disabled_one_never(
    db: Database, browsers: Browsers
) -> None:
    owner, boss = await enter(db, browsers, "owner")
    fresh = await make_operator(db, boss.workspace_id)
    await service.note_lines(db, [fresh.id])
    assert await status(db, fresh.id) == ("online", None)
    assert (await owner.patch(f"/api/v1/operators/{fresh.id}", {"disabled": True})).status_code == 200
    await watch(db)
    await service.note_lines(db, [fresh.id])
    assert (await status(db, fresh.id))[0] == "offline"
    assert [row[3] for row in await history(db, fresh.id)] == [True]


async def test_invented_colleagues_stay_as_they_are(db: Database, browsers: Browsers) -> None:
    _, me = await enter(db, browsers)
    async with db.system() as tx:
        await tx.execute("update operator set demo = true, presence = 'online'")
    await age(db, me.id, line_s=None, active_s=None)
    await watch(db)
    assert (await status(db, me.id))[0] == "online"


async def test_two_changes_at_once_leave_one_open_line_of_history(db: Database, browsers: Browsers) -> None:
    browser, me = await enter(db, browsers)
    wishes = ["online", "busy", "away", "offline"] * 3
    await asyncio.gather(*(browser.put(PRESENCE, {"presence": wish}) for wish in wishes))
    assert sum(1 for row in await history(db, me.id) if not row[3]) == 1
    assert (await history(db, me.id))[-1][0] == (await status(db, me.id))[0]


async def test_capacity_is_set_by_those_who_manage_people(db: Database, browsers: Browsers) -> None:
    owner, me = await enter(db, browsers, "owner")
    path = f"/api/v1/operators/{me.id}"
    assert (await owner.patch(path, {"capacity": 6})).json()["capacity"] == 6
    assert (await owner.patch(path, {"name": "Анна"})).json()["capacity"] == 6
    for wrong in (0, 501, "6"):
        assert (await owner.patch(path, {"capacity": wrong})).status_code == 422
    assert (await owner.patch(path, {"capacity": None})).json()["capacity"] is None
    [line, *_] = (await owner.get("/api/v1/audit")).json()["items"]
    assert line["detail"] == {"capacity": {"from": 6, "to": None}}


async def test_a_new_company_begins_with_usual_reasons(db: Database) -> None:
    workspace = await make_workspace(db)
    async with db.system(workspace) as tx:
        await lay_reasons(tx, WorkspaceCreated(workspace_id=workspace, data={"locale": "en"}))
        names = await tx.rows("select name from break_reason order by position")
    assert [row[0] for row in names] == ["Lunch", "Short break", "Meeting", "Training"]


@pytest.mark.parametrize(
    ("rule", "state", "after"),
    [
        (rules.fall_idle, PresenceState(presence="break"), None),
        (rules.fall_idle, PresenceState(presence="online"), PresenceState(presence="away", before="online")),
        (
            rules.lose_line,
            PresenceState(presence="away", before="busy"),
            PresenceState(presence="offline", before="busy"),
        ),
        (rules.lose_line, PresenceState(presence="away"), PresenceState(presence="offline", before="away")),
        (rules.lose_line, PresenceState(presence="offline"), None),
        (rules.regain_line, PresenceState(presence="online"), None),
        (rules.come_back, PresenceState(presence="offline", before="online"), PresenceState(presence="online")),
    ],
)
def test_rules(rule: Any, state: PresenceState, after: PresenceState | None) -> None:
    assert rule(state) == after
