"""Some channels let us write for a while after the customer's last word, and some a person longer than a program."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from otklik.channelkit.capabilities import Capabilities
from otklik.channelkit.outbound import OutboundMessage, Part
from otklik.channelkit.windows import Opening, find_opening
from otklik.contacts.records import IdentityRow
from otklik.conversations.records import Author
from otklik.inboxes.records import InboxRecord
from otklik.messaging.capability import Closed, find_obstacle
from tests.loopback import Loopback
from tests.messaging.conftest import OPERATOR, Scene

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DAY = 24 * 3600
BOT = Author(kind="bot", id=None, name="Бот")


@pytest.mark.parametrize(
    ("hours", "human", "opening"),
    [
        (None, 7 * DAY, Opening.SHUT),
        (0, 0, Opening.OPEN),
        (-1, 0, Opening.OPEN),
        (23.99, 0, Opening.OPEN),
        (24, 0, Opening.SHUT),
        (24, 7 * DAY, Opening.LATE),
        (24 * 7 - 0.01, 7 * DAY, Opening.LATE),
        (24 * 7, 7 * DAY, Opening.SHUT),
    ],
)
def test_a_window_is_counted_from_the_customers_last_word(hours: float | None, human: int, opening: Opening) -> None:
    capabilities = Capabilities(text_max=100, reply_window_s=DAY, human_window_s=human)
    wrote = None if hours is None else NOW - timedelta(hours=hours)
    assert find_opening(capabilities, wrote, NOW) is opening


def test_a_channel_without_windows_is_always_open() -> None:
    assert find_opening(Capabilities(text_max=100), None, NOW) is Opening.OPEN


class Windowed(Loopback):
    """A channel with a day for everybody and a week for a person."""

    def __init__(self) -> None:
        super().__init__()
        can = replace(Loopback.manifest.capabilities, reply_window_s=DAY, human_window_s=7 * DAY)
        self.manifest = replace(Loopback.manifest, capabilities=can)
        self.late: list[bool] = []

    def render(self, message: OutboundMessage, settings: object) -> list[Part]:
        self.late.append(message.late)
        return list(super().render(message, {}))


async def _reply_after(road: Scene, days: float, author: Author = OPERATOR) -> tuple[str, object]:
    """Return the delivery and error of a reply so many days after the customer wrote."""
    channel = Windowed()
    road.directory._registry._channels["loopback"] = channel  # noqa: SLF001
    road.channel = channel
    accepted = await road.receive({"kind": "message", "id": "1", "text": "Есть размер 42?"})
    await road.rows("update identity set last_wrote_at = now() - %(d)s * interval '1 day' returning 1", d=days)
    message = await road.reply(accepted.recorded[0].conversation_id, "Да", author)
    await road.work(until="select delivery in ('sent', 'failed') from message where direction = 'out'")
    return (await road.rows("select delivery, error ->> 'code' from message where id = %(id)s", id=message.id))[0]


async def test_within_a_day_a_reply_goes_as_any_other(road: Scene) -> None:
    assert await _reply_after(road, 0.9) == ("sent", None)
    assert road.channel.late == [False]  # type: ignore[attr-defined]


async def test_after_a_day_a_person_may_and_is_marked_as_one(road: Scene) -> None:
    assert await _reply_after(road, 3) == ("sent", None)
    assert road.channel.late == [True]  # type: ignore[attr-defined]


async def test_after_a_day_a_program_may_not(road: Scene) -> None:
    assert await _reply_after(road, 3, BOT) == ("failed", "window")
    assert road.channel.sent == []


async def test_after_a_week_nobody_may_and_the_provider_is_not_asked(road: Scene) -> None:
    assert await _reply_after(road, 8) == ("failed", "window")
    assert road.channel.sent == []


async def test_the_customers_word_and_press_open_the_window_and_the_clock_of_the_provider_cannot_run_ahead(
    road: Scene,
) -> None:
    await road.receive({"kind": "message", "id": "1", "text": "раз"})
    [(first,)] = await road.rows("select last_wrote_at <= now() from identity")
    assert first
    await road.rows("update identity set last_wrote_at = '2020-01-01' returning 1")
    await road.receive({"kind": "press", "id": "x", "payload": "yes"})
    [(wrote, seen)] = await road.rows(
        "select last_wrote_at > '2021-01-01', last_seen_at >= last_wrote_at from identity"
    )
    assert (wrote, seen) == (True, True)


async def test_an_old_message_that_comes_late_does_not_close_what_a_new_one_opened(road: Scene) -> None:
    await road.receive({"kind": "message", "id": "1", "text": "раз"})
    await road.rows("update identity set last_wrote_at = now() returning 1")
    await road.receive({"kind": "message", "id": "2", "text": "из прошлого"})
    assert await road.rows("select last_wrote_at > now() - interval '1 minute' from identity") == [(True,)]


@pytest.mark.parametrize(("days", "obstacle"), [(0.5, None), (3, None), (8, Closed.WINDOW), (None, Closed.WINDOW)])
def test_a_shut_window_is_said_before_anything_is_written(days: float | None, obstacle: Closed | None) -> None:
    wrote = None if days is None else datetime.now(UTC) - timedelta(days=days)
    identity = IdentityRow(
        id=1, workspace_id=1, contact_id=1, inbox_id=1, external_id="77", name="Вера", username="", email="", phone="",
        proof="none", reachable=True, unreachable_reason="", entry=None, created_at=NOW, last_seen_at=NOW,
        last_wrote_at=wrote,
    )  # fmt: skip
    inbox = InboxRecord(
        id=1, workspace_id=1, channel="loopback", name="Петля", status="active", settings={}, secrets=None, token="t",
        hook_secret="s", public_key=None, account=None, team_id=None, sandbox=False, created_at=NOW, deleted_at=None,
    )  # fmt: skip
    can = Capabilities(text_max=100, reply_window_s=DAY, human_window_s=7 * DAY)
    assert find_obstacle(identity, inbox, can) is obstacle
