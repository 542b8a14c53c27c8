"""Who is told of what: by the queue, by the holder, by name; never of what is muted, one's own, quiet or unseen."""

from datetime import UTC, datetime, timedelta

import pytest

from otklik.conversations.changes import set_delivery
from otklik.conversations.records import Author
from otklik.conversations.repository import find_message
from otklik.conversations.verbs import Target, assign
from otklik.kit.week import WeekSpan
from otklik.notifications.choices import Choices, is_quiet
from otklik.notifications.following import Follower
from otklik.transfers.records import Offering
from otklik.transfers.service import offer
from tests.factories import make_operator, make_team
from tests.notifications.conftest import Hall
from tests.settling import settle


def happenings(frames: list[dict[str, object]]) -> list[object]:
    return [frame["happening"] for frame in frames]


async def test_a_new_customer_is_told_to_the_whole_queue_and_to_no_other_company(hall: Hall) -> None:
    placed = await hall.write(hall.a, "Вера", "Где мой заказ?")
    await hall.follow()
    for person in (hall.a.anna, hall.a.boris):
        [frame] = hall.told.take(person.id)
        assert frame["happening"] == "queue"
        assert frame["conversation_id"] == placed.conversation_id
        assert (frame["title"], frame["body"]) == ("Новый диалог · Вера", "Где мой заказ?")
        assert (frame["sound"], frame["toast"], frame["browser"]) == ("marimba", True, True)
    assert hall.told.take(hall.b.anna.id) == []


async def test_a_teams_queue_is_its_members(hall: Hall) -> None:
    team = await make_team(hall.db, hall.a.id, members=(hall.a.boris.id,))
    placed = await hall.write(hall.a, "Вера")
    await hall.do("update conversation set team_id = %(team)s where id = %(id)s", team=team, id=placed.conversation_id)
    await hall.follow()
    assert hall.told.take(hall.a.anna.id) == []
    assert happenings(hall.told.take(hall.a.boris.id)) == ["queue"]


async def test_what_a_waiting_customer_adds_is_no_news_for_the_queue_until_somebody_has_answered(hall: Hall) -> None:
    placed = await hall.write(hall.a, "Вера", "Раз")
    await hall.follow()
    hall.told.clear()
    await hall.write(hall.a, "Вера", "Два")
    await hall.follow()
    assert hall.told.take(hall.a.anna.id) == []
    await hall.do("update conversation set waiting_since = null where id = %(id)s", id=placed.conversation_id)
    await hall.write(hall.a, "Вера", "Три")
    await hall.follow()
    assert happenings(hall.told.take(hall.a.anna.id)) == ["queue"]


async def test_the_holder_alone_hears_of_a_reply(hall: Hall) -> None:
    placed = await hall.write(hall.a, "Вера")
    await hall.settle(hall.a, placed.conversation_id, hall.a.boris.id)
    await hall.write(hall.a, "Вера", "Ещё 🫖 и \u202eзадом наперёд")
    await hall.follow()
    assert hall.told.take(hall.a.anna.id) == []
    frames = hall.told.take(hall.a.boris.id)
    assert happenings(frames) == ["reply"]
    assert frames[0]["title"] == "Вера"


async def test_many_lines_at_once_are_one_notice_with_the_last_words(hall: Hall) -> None:
    placed = await hall.write(hall.a, "Вера")
    await hall.settle(hall.a, placed.conversation_id, hall.a.boris.id)
    for words in ("Раз", "Два", "Три"):
        await hall.write(hall.a, "Вера", words)
    await hall.follow()
    assert [frame["body"] for frame in hall.told.take(hall.a.boris.id)] == ["Три"]


async def test_who_is_given_a_conversation_hears_from_whom(hall: Hall) -> None:
    placed = await hall.write(hall.a, "Вера")
    await hall.follow()
    hall.told.clear()
    by = Author(kind="operator", id=hall.a.anna.id, name=hall.a.anna.name)
    async with hall.db.workspace(hall.a.id) as tx:
        await assign(tx, placed.conversation_id, by, Target(operator_id=hall.a.boris.id, operator_name="Борис"))
    await hall.follow()
    [frame] = hall.told.take(hall.a.boris.id)
    assert frame["happening"] == "assigned"
    assert frame["title"] == f"{hall.a.anna.name} передаёт вам диалог · Вера"
    assert hall.told.take(hall.a.anna.id) == []


async def test_taking_it_oneself_is_no_news(hall: Hall) -> None:
    placed = await hall.write(hall.a, "Вера")
    await hall.follow()
    hall.told.clear()
    by = Author(kind="operator", id=hall.a.boris.id, name="Борис")
    async with hall.db.workspace(hall.a.id) as tx:
        await assign(tx, placed.conversation_id, by, Target(operator_id=hall.a.boris.id, operator_name="Борис"))
    await hall.follow()
    assert hall.told.take(hall.a.boris.id) == []


async def test_a_muted_conversation_is_silent_until_one_is_named_in_it(hall: Hall) -> None:
    placed = await hall.write(hall.a, "Вера")
    await hall.settle(hall.a, placed.conversation_id, hall.a.boris.id)
    answer = await hall.a.boris_browser.put(f"/api/v1/operators/me/mutes/{placed.conversation_id}")
    assert answer.json() == {"conversation_ids": [placed.conversation_id]}
    await hall.write(hall.a, "Вера", "Ещё")
    await hall.follow()
    assert hall.told.take(hall.a.boris.id) == []
    note = {
        "client_id": "01939f00-0000-7000-8000-000000000001", "text": "@Борис взгляни", "kind": "note",
        "mentions": [{"kind": "operator", "id": hall.a.boris.id}],
    }  # fmt: skip
    posted = await hall.a.anna_browser.post(f"/api/v1/conversations/{placed.conversation_id}/messages", note)
    assert posted.status_code == 201, posted.text
    await hall.follow()
    [frame] = hall.told.take(hall.a.boris.id)
    assert (frame["happening"], frame["body"]) == ("mention", "@Борис взгляни")
    await hall.a.boris_browser.delete(f"/api/v1/operators/me/mutes/{placed.conversation_id}")
    await hall.write(hall.a, "Вера", "И ещё")
    await hall.follow()
    assert happenings(hall.told.take(hall.a.boris.id)) == ["reply"]


async def test_an_offer_is_told_to_whom_it_is_made(hall: Hall) -> None:
    placed = await hall.write(hall.a, "Вера")
    await hall.settle(hall.a, placed.conversation_id, hall.a.anna.id)
    await hall.do("update operator set presence = 'online' where id = %(id)s", id=hall.a.boris.id)
    await hall.follow()
    hall.told.clear()
    by = Author(kind="operator", id=hall.a.anna.id, name=hall.a.anna.name)
    async with hall.db.workspace(hall.a.id) as tx:
        await offer(tx, by, placed.conversation_id, Offering(to_id=hall.a.boris.id))
    await hall.follow()
    [frame] = hall.told.take(hall.a.boris.id)
    assert frame["happening"] == "offer"


async def test_who_is_busy_is_told_of_their_own_conversations_and_not_of_the_queue(hall: Hall) -> None:
    await hall.do("update operator set presence = 'busy', presence_before = null where id = %(id)s", id=hall.a.boris.id)
    first = await hall.write(hall.a, "Вера")
    second = await hall.write(hall.a, "Глеб")
    await hall.settle(hall.a, second.conversation_id, hall.a.boris.id)
    await hall.follow()
    assert [frame["conversation_id"] for frame in hall.told.take(hall.a.boris.id)] == [second.conversation_id]
    assert [frame["conversation_id"] for frame in hall.told.take(hall.a.anna.id)] == [first.conversation_id]


async def test_a_failed_reply_is_told_to_its_author(hall: Hall) -> None:
    placed = await hall.write(hall.a, "Вера")
    await hall.settle(hall.a, placed.conversation_id, hall.a.boris.id)
    reply = {"client_id": "01939f00-0000-7000-8000-000000000002", "text": "Добрый день"}
    await hall.a.anna_browser.post(f"/api/v1/conversations/{placed.conversation_id}/messages", reply)
    number = await hall.sql("select id from message where text = 'Добрый день'")
    async with hall.db.workspace(hall.a.id) as tx:
        message = await find_message(tx, number)
        assert message is not None
        await set_delivery(tx, message, "failed", error={"code": "permanent"})
    await hall.follow()
    frames = hall.told.take(hall.a.anna.id)
    assert happenings(frames) == ["failed"]
    assert (frames[0]["sound"], frames[0]["toast"], frames[0]["browser"]) == (None, True, False)


async def test_quiet_hours_leave_the_notice_on_the_desk_only(hall: Hall) -> None:
    whole = [{"days": [1, 2, 3, 4, 5, 6, 7], "start": "00:00", "end": "00:00"}]
    await hall.choose(hall.a.boris_browser, quiet=whole)
    await hall.write(hall.a, "Вера")
    await hall.follow()
    [frame] = hall.told.take(hall.a.boris.id)
    assert (frame["sound"], frame["toast"], frame["browser"]) == (None, True, False)
    [loud] = hall.told.take(hall.a.anna.id)
    assert loud["sound"] == "marimba"


async def test_what_is_switched_off_everywhere_is_not_told(hall: Hall) -> None:
    off = {"sound": False, "toast": False, "browser": False, "push": False}
    await hall.choose(hall.a.boris_browser, matrix={"queue": off})
    await hall.write(hall.a, "Вера")
    await hall.follow()
    assert hall.told.take(hall.a.boris.id) == []


async def test_outside_the_desk_a_discreet_one_shows_no_name_and_no_words(hall: Hall) -> None:
    await hall.choose(hall.a.boris_browser, discreet=True)
    await hall.write(hall.a, "Вера", "Секрет")
    await hall.follow()
    [frame] = hall.told.take(hall.a.boris.id)
    assert frame["outside"] == {"title": "Отклик", "body": "Новый диалог в очереди"}
    assert "Секрет" in frame["body"]


async def test_each_reads_it_in_their_own_language(hall: Hall) -> None:
    await hall.do('update operator set preferences = \'{"locale": "en"}\' where id = %(id)s', id=hall.a.boris.id)
    await hall.write(hall.a, "Вера")
    await hall.follow()
    assert hall.told.take(hall.a.boris.id)[0]["title"] == "New conversation · Вера"
    assert hall.told.take(hall.a.anna.id)[0]["title"] == "Новый диалог · Вера"


async def test_nobody_is_told_of_what_they_may_not_see(hall: Hall) -> None:
    async def see_nothing_but_anna(_tx: object, actor: object, ids: object) -> frozenset[int]:
        return frozenset(ids) if getattr(actor, "id", 0) == hall.a.anna.id else frozenset()  # type: ignore[call-overload]

    hall.follower = Follower(hall.db, see_nothing_but_anna)
    await hall.write(hall.a, "Вера")
    await hall.follow()
    assert happenings(hall.told.take(hall.a.anna.id)) == ["queue"]
    assert hall.told.take(hall.a.boris.id) == []


async def test_the_disabled_and_the_invented_are_told_nothing(hall: Hall) -> None:
    invented = await make_operator(hall.db, hall.a.id)
    await hall.do("update operator set demo = true where id = %(id)s", id=invented.id)
    await hall.do("update operator set disabled_at = now() where id = %(id)s", id=hall.a.boris.id)
    await hall.write(hall.a, "Вера")
    await hall.follow()
    assert hall.told.take(invented.id) == hall.told.take(hall.a.boris.id) == []


async def test_what_lies_long_back_is_no_news(hall: Hall) -> None:
    await hall.write(hall.a, "Вера")
    await hall.do("update event set at = now() - interval '6 minutes'")
    await hall.follow()
    assert hall.told.take(hall.a.anna.id) == []


async def test_a_log_of_another_server_is_followed_from_its_end(hall: Hall) -> None:
    await hall.do("update notification_progress set xid = '99999999999'")
    await hall.write(hall.a, "Вера")
    await settle(hall.db)
    await hall.follower.advance()
    await hall.write(hall.a, "Глеб")
    await hall.follow()
    assert happenings(hall.told.take(hall.a.anna.id)) == ["queue"]


async def test_two_who_follow_tell_once(hall: Hall) -> None:
    await hall.write(hall.a, "Вера")
    other = Follower(hall.db, hall.tools.see)
    await hall.follow()
    await other.advance()
    await hall.follow()
    assert len(hall.told.take(hall.a.anna.id)) == 1


NIGHT = WeekSpan(days=(5,), start="22:00", end="08:00")


@pytest.mark.parametrize(
    ("quiet", "local", "silent"),
    [
        (NIGHT, "2026-11-20T21:59", False),
        (NIGHT, "2026-11-20T22:00", True),
        (NIGHT, "2026-11-21T07:59", True),
        (NIGHT, "2026-11-21T08:00", False),
        (NIGHT, "2026-11-20T07:00", False),
        (NIGHT, "2026-11-21T23:00", False),
        (WeekSpan(days=(7,), start="00:00", end="00:00"), "2026-11-22T15:00", True),
        (WeekSpan(days=(7,), start="00:00", end="00:00"), "2026-11-23T00:00", False),
        (WeekSpan(days=(1, 2), start="13:00", end="14:00"), "2026-11-24T13:30", True),
        (WeekSpan(days=(1, 2), start="13:00", end="14:00"), "2026-11-25T13:30", False),
    ],
)
def test_quiet_hours_by_the_clock_of_the_zone(quiet: WeekSpan, local: str, silent: bool) -> None:  # noqa: FBT001 - a case
    moscow = datetime.fromisoformat(local).replace(tzinfo=UTC) - timedelta(hours=3)
    assert is_quiet(Choices(quiet=(quiet,)), moscow, "Europe/Moscow") is silent


def test_ones_own_zone_goes_before_the_companys() -> None:
    at = datetime(2026, 11, 23, 17, tzinfo=UTC)
    quiet = WeekSpan(days=(1, 2), start="22:00", end="08:00")
    assert not is_quiet(Choices(quiet=(quiet,)), at, "Europe/Moscow")
    assert is_quiet(Choices(quiet=(quiet,), time_zone="Asia/Yekaterinburg"), at, "Europe/Moscow")
    assert is_quiet(Choices(quiet=(quiet,), time_zone="Asia/Vladivostok"), at, "Europe/Moscow")


async def test_a_follower_hears_of_the_customer_and_of_the_end(hall: Hall) -> None:
    placed = await hall.write(hall.a, "Вера")
    await hall.settle(hall.a, placed.conversation_id, hall.a.boris.id)
    await hall.a.anna_browser.put(f"/api/v1/conversations/{placed.conversation_id}/followers/me")
    await hall.follow()
    hall.told.clear()
    await hall.write(hall.a, "Вера", "Ещё вопрос 🙂")
    await hall.follow()
    [frame] = hall.told.take(hall.a.anna.id)
    assert (frame["happening"], frame["title"], frame["body"]) == ("followed", "Вера · вы следите", "Ещё вопрос 🙂")
    assert happenings(hall.told.take(hall.a.boris.id)) == ["reply"], "whose it is hears of it as before"
    await hall.a.boris_browser.post(f"/api/v1/conversations/{placed.conversation_id}/resolve")
    await hall.follow()
    [frame] = hall.told.take(hall.a.anna.id)
    assert (frame["happening"], frame["body"]) == ("followed", "Диалог закрыт")
    assert hall.told.take(hall.a.boris.id) == []


async def test_a_follower_who_holds_it_or_muted_it_is_told_once_or_not(hall: Hall) -> None:
    placed = await hall.write(hall.a, "Вера")
    await hall.settle(hall.a, placed.conversation_id, hall.a.boris.id)
    door = f"/api/v1/conversations/{placed.conversation_id}/followers/me"
    await hall.a.boris_browser.put(door)
    await hall.a.anna_browser.put(door)
    await hall.a.anna_browser.put(f"/api/v1/operators/me/mutes/{placed.conversation_id}")
    await hall.follow()
    hall.told.clear()
    await hall.write(hall.a, "Вера", "Ещё")
    await hall.follow()
    assert happenings(hall.told.take(hall.a.boris.id)) == ["reply"]
    assert hall.told.take(hall.a.anna.id) == []


async def test_who_closes_what_they_follow_is_not_told_of_it(hall: Hall) -> None:
    placed = await hall.write(hall.a, "Вера")
    await hall.a.anna_browser.put(f"/api/v1/conversations/{placed.conversation_id}/followers/me")
    await hall.follow()
    hall.told.clear()
    await hall.a.anna_browser.post(f"/api/v1/conversations/{placed.conversation_id}/resolve")
    await hall.follow()
    assert hall.told.take(hall.a.anna.id) == []
