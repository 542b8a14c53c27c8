"""A channel that fails is told of once, wherever its keepers are, and again when it is well."""

from typing import Any

import pytest

from otklik.inboxes.events import InboxChanged
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.mail import MailSender
from otklik.notifications.mailing import Mailer
from otklik.notifications.pushing_outages import OutagePusher
from tests.channels.email.servers import Smtp
from tests.notifications.conftest import OWNER, Hall, _context
from tests.notifications.test_mailing import read


async def change(hall: Hall, what: str) -> int:
    """Let the company's channel fail or mend; returns it."""
    number: int = await hall.sql("select min(id) from inbox where workspace_id = %(id)s", id=hall.a.id)
    await hall.do(
        """update inbox set status = %(what)s, account = '{"id": "1", "name": "bot"}', sandbox = false
           where id = %(id)s""",
        what=what, id=number,
    )  # fmt: skip
    async with hall.db.workspace(hall.a.id) as tx:
        await tx.announce(InboxChanged(workspace_id=hall.a.id, data={"inbox_id": number, "what": what}))
    await hall.follow()
    return number


def news(hall: Hall, operator_id: int) -> list[tuple[bool, str]]:
    """Take what somebody's desks were told of channels."""
    frames = [frame for frame in hall.told.pop(operator_id, []) if frame["type"] == "channel_news"]
    return [(frame["failing"], frame["title"]) for frame in frames]


async def hurry(hall: Hall) -> int:
    """Run the pushes about channels that wait."""
    async with hall.db.system() as tx:
        jobs = await tx.fetch(
            TakenJob,
            """update job set run_at = now() where kind = 'notifications.push_outage'
               returning id, workspace_id, lane, key, kind, payload, attempts, max_attempts, version, run_at""",
        )
        await tx.execute("update lane set owner = %(owner)s, until = now() + interval '1 hour'", {"owner": OWNER})
    for job in jobs:
        await OutagePusher(hall.tools).run(job, _context(hall.db, job))
    return len(jobs)


@pytest.fixture
async def keeper(hall: Hall) -> Any:
    """Anna looks after channels, Boris answers customers."""
    await hall.do("update operator set role = 'admin' where id = %(id)s", id=hall.a.anna.id)
    await hall.do("update operator set role = 'operator' where id = %(id)s", id=hall.a.boris.id)
    await hall.follow()
    hall.told.clear()
    return hall.a.anna


async def test_an_outage_is_told_once_and_its_end_once(hall: Hall, keeper: Any) -> None:
    await hall.subscribe(hall.a.anna_browser)
    await hall.subscribe(hall.a.boris_browser)
    await change(hall, "failing")
    await change(hall, "failing")
    [(failing, title)] = news(hall, keeper.id)
    assert failing
    assert title.startswith("Канал «")
    assert title.endswith("» не работает")
    assert news(hall, hall.a.boris.id) == [], "who does not look after channels is told nothing"
    assert await hurry(hall) == 1
    assert [push.payload["page"] for push in hall.service.received] == ["/settings/health"]
    await change(hall, "active")
    await change(hall, "active")
    assert [one[0] for one in news(hall, keeper.id)] == [False]
    await hurry(hall)
    assert len(hall.service.received) == 2


async def test_a_channel_that_never_failed_is_told_of_by_nobody(hall: Hall, keeper: Any) -> None:
    await change(hall, "active")
    await change(hall, "failing")
    hall.told.clear()
    await change(hall, "paused")
    await change(hall, "active")
    assert news(hall, keeper.id) == [], "who paused it knows"


async def test_a_push_that_is_no_news_any_more_is_not_sent(hall: Hall, keeper: Any) -> None:
    await hall.subscribe(hall.a.anna_browser)
    number = await change(hall, "failing")
    await hall.do("update inbox set status = 'active' where id = %(id)s", id=number)
    await hurry(hall)
    assert hall.service.received == []


async def test_a_letter_tells_of_it_also_when_no_desk_is_open(hall: Hall, keeper: Any) -> None:
    smtp = Smtp()
    smtp.start()
    try:
        await change(hall, "failing")
        await hall.do("update mail_notice set due_at = now()")
        url = f"smtp://{smtp.user}:{smtp.password}@127.0.0.1:{smtp.port}"
        assert await Mailer(hall.tools, MailSender(url, "desk@example.test")).run() >= 1
        assert [keeper.email] in smtp.handler.recipients
        assert [hall.a.boris.email] not in smtp.handler.recipients
        plain = read(smtp.handler.letters[0]).get_body(("plain",))
        assert plain is not None
        assert "https://desk.example.test/settings/health" in plain.get_content()
    finally:
        smtp.stop()


async def test_who_chose_not_to_be_told_is_not(hall: Hall, keeper: Any) -> None:
    off = {"channel": {"toast": False, "sound": False, "push": False, "mail": False}}
    await hall.choose(hall.a.anna_browser, matrix=off)
    await hall.subscribe(hall.a.anna_browser)
    await hall.follow()
    hall.told.clear()
    await change(hall, "failing")
    assert news(hall, keeper.id) == []
    assert await hurry(hall) == 0
    assert await hall.sql("select count(*) from mail_notice where operator_id = %(id)s", id=keeper.id) == 0
