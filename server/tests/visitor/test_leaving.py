"""A visitor who left gets the answer as a letter, once, and what they write back comes into the same conversation."""

import re
from collections.abc import AsyncIterator, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from msgspec.structs import replace

from otklik.channelkit.inbound import HookCall
from otklik.conversations.events import MessageQueued
from otklik.conversations.posting import Draft, post_message
from otklik.conversations.records import Author
from otklik.inboxes.endpoints import inbox_dependencies
from otklik.infra.db import Database
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import Again, JobContext
from otklik.kit.ids import new_uuid7
from otklik.messaging.dispatch import Dispatcher
from otklik.messaging.ingest import Delivery, record_deliveries
from otklik.messaging.limiter import Limiter
from otklik.messaging.outbox import enqueue
from otklik.messaging.uploads import IncomingFiles
from otklik.visitor.leaving import CONTINUE_JOB, Continuer, plan_letter
from tests.browser import open_browsers
from tests.channels.email.servers import Smtp, make_channel, make_settings
from tests.visitor.conftest import ROUTES, Guest, Scene, Socket

VERA = "vera@customer.example"
_numbers = count(1)


class Office:
    """The visitors' room of a company that has a mailbox as well."""

    def __init__(self, scene: Scene, smtp: Smtp) -> None:
        self.scene = scene
        self.smtp = smtp
        self.mailbox = 0
        self.channel = make_channel()
        self.anna = Author(kind="operator")

    async def open(self) -> None:
        """Connect the mailbox, and let the chat of the first shop write through it."""
        settings = msgspec.json.encode(make_settings(1, self.smtp.port)).decode()
        ((self.mailbox,),) = await self.scene.rows(
            """insert into inbox (workspace_id, channel, name, status, token, hook_secret, settings)
               values (%(id)s, 'email', 'Почта', 'active', %(token)s, 'x', %(settings)s::text::jsonb) returning id""",
            id=self.scene.a.id, token=f"mail{next(_numbers)}", settings=settings,
        )  # fmt: skip
        ((number,),) = await self.scene.rows(
            "select min(id) from operator where workspace_id = %(id)s", id=self.scene.a.id
        )
        self.anna = Author(kind="operator", id=number, name="Анна")
        await self.scene.change(self.scene.a, mail_inbox=self.mailbox, mail_after=5)

    async def ask(self, guest: Guest, text: str = "Привезёте завтра?", email: str = VERA) -> None:
        """Let a visitor ask something and leave an address."""
        if not guest.token:
            await guest.enter()
        if email:
            assert (await guest.call("POST", "profile", {"email": email})).status_code == 204
        assert (await guest.write(text)).status_code == 201

    async def answer(self, text: str) -> int:
        """Answer the newest question and let it leave."""
        ((conversation, identity),) = await self.scene.rows(
            """select c.id, i.id from conversation c join identity i on i.contact_id = c.contact_id
               where i.inbox_id = %(chat)s order by c.id desc limit 1""",
            chat=self.scene.a.inbox_id,
        )
        async with self.scene.db.workspace(self.scene.a.id) as tx:
            draft = Draft(
                client_id=new_uuid7(), text=text, inbox_id=self.scene.a.inbox_id, identity_id=identity
            )  # fmt: skip
            await post_message(tx, conversation, self.anna, draft)
        await self.run("messaging.dispatch")
        return int(conversation)

    async def pass_minutes(self, minutes: int) -> Again | None:
        """Let time pass, then do what is due and let it leave."""
        await self.scene.rows(
            "update message set created_at = created_at - make_interval(mins => %(minutes)s) returning id",
            minutes=minutes,
        )
        answer = await self.run(CONTINUE_JOB)
        await self.run("messaging.dispatch")
        return answer

    async def run(self, kind: str) -> Again | None:
        """Run the jobs of a kind; a job that wants to be run again stays."""
        async with self.scene.db.system() as tx:
            jobs = await tx.fetch(
                TakenJob,
                """select id, workspace_id, lane, key, kind, payload, attempts, max_attempts, version, run_at
                   from job where kind = %(kind)s order by id""",
                {"kind": kind},
            )
        continuer, limiter = Continuer(self.scene.visitor), Limiter(lambda: float(next(_numbers)) * 1000)
        runs = {CONTINUE_JOB: continuer.run, "messaging.dispatch": Dispatcher(self.scene.directory, limiter).run}
        answer = None
        for job in jobs:
            answer = await runs[kind](job, JobContext(self.scene.db, job, UUID(int=0)))
            if answer is None:
                await self.scene.rows("delete from job where id = %(id)s returning id", id=job.id)
        return answer

    def letters(self) -> list[EmailMessage]:
        """Return the letters that left."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.smtp.handler.letters]

    async def write_back(self, to: EmailMessage, words: str, sender: str = VERA) -> int:
        """Let the visitor's mail program answer a letter; returns the conversation it came into."""
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = sender, "demouser@shop.example", f"Re: {to['Subject']}"
        letter["Message-ID"] = f"<r{next(_numbers)}@customer.example>"
        letter["In-Reply-To"] = letter["References"] = str(to["Message-ID"])
        letter.set_content(words)
        mailbox = await self.scene.directory.by_id(self.mailbox)
        assert mailbox is not None
        call = HookCall(body=letter.as_bytes(policy=policy.SMTP), headers={}, polled=True)
        happenings = tuple(self.channel.parse(call, {**mailbox.settings, "hook_secret": "x"}))
        delivery = Delivery(inbox=mailbox.record, call=call, happenings=happenings)

        (accepted,) = await record_deliveries(self.scene.db, [(delivery, IncomingFiles())])
        return accepted.recorded[0].conversation_id


def words(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.fixture(scope="module")
def smtp() -> Iterator[Smtp]:
    """A server that takes letters."""
    server = Smtp()
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def office(db: Database, tmp_path: Path, smtp: Smtp) -> AsyncIterator[Office]:
    """The room behind its doors, with a mailbox."""
    made = Scene(db, tmp_path, make_channel())
    db.listen_with({MessageQueued: (enqueue, plan_letter)})
    smtp.handler.letters.clear()
    state = {"inboxes": made.room, "visitor": made.visitor}
    async with open_browsers(db, ROUTES, state, inbox_dependencies()) as browsers:
        await made.lay(browsers)
        opened = Office(made, smtp)
        await opened.open()
        yield opened
        await made.ingest.stop()


async def test_answers_that_were_not_seen_go_in_one_letter_and_its_answer_comes_home(office: Office) -> None:
    guest = office.scene.guest(office.scene.a)
    await office.ask(guest)
    conversation = await office.answer("Да, с 10 до 18.")
    await office.answer("Курьер позвонит за час.")
    assert isinstance(await office.pass_minutes(4), Again), "too early"
    assert office.letters() == []

    assert await office.pass_minutes(2) is None
    (letter,) = office.letters()
    assert letter["To"] == VERA
    said = words(letter)
    assert said.index("с 10 до 18") < said.index("за час")
    assert "Привезёте завтра?" in said, "what was asked stands below"
    assert "Ромашка" in letter["Subject"]

    assert await office.write_back(letter, "Спасибо, жду") == conversation
    shown = await guest.texts()
    assert shown == ["Привезёте завтра?", "Да, с 10 до 18.", "Курьер позвонит за час."], "the chat shows no letter"
    rows = await office.scene.rows("select kind, delivery from message where kind = 'continued'")
    assert rows == [("continued", "sent")]


async def test_the_same_answer_never_goes_twice_and_later_letters_keep_the_thread(office: Office) -> None:
    guest = office.scene.guest(office.scene.a)
    await office.ask(guest)
    await office.answer("Первый ответ")
    await office.pass_minutes(6)
    await plan_again(office)
    assert await office.pass_minutes(6) is None
    assert len(office.letters()) == 1

    await office.answer("Второй ответ")
    await office.pass_minutes(6)
    first, second = office.letters()
    assert "Первый ответ" not in words(second).partition("Привезёте")[0]
    assert str(first["Message-ID"]) in str(second["References"])
    assert first["Subject"] == second["Subject"]


async def plan_again(office: Office) -> None:
    """Let the job come a second time, as after a crash."""
    await office.scene.rows(
        """insert into job (workspace_id, lane, key, kind, payload, max_attempts)
           select workspace_id, 0, 'again', %(kind)s,
                  jsonb_build_object('conversation_id', id, 'inbox_id', %(inbox)s::bigint), 3 from conversation
           returning id""",
        kind=CONTINUE_JOB, inbox=office.scene.a.inbox_id,
    )  # fmt: skip


async def test_who_is_there_or_left_no_address_gets_no_letter(office: Office) -> None:
    there = office.scene.guest(office.scene.a)
    await office.ask(there)
    socket = Socket(office.scene.visitor, there)
    await socket.until("ready")
    await office.answer("Видите?")
    await there.call("GET", "events?after_seq=9999999999&wait=0")
    assert await office.pass_minutes(6) is None
    await socket.leave()

    nameless = office.scene.guest(office.scene.a, 2)
    await office.ask(nameless, email="")
    await office.answer("Куда писать?")
    assert await office.pass_minutes(6) is None
    assert office.letters() == []


async def test_who_wants_no_letters_says_so_on_a_page_and_looking_at_the_link_says_nothing(office: Office) -> None:
    # Mail programs are given the way out of one click only where we are behind TLS.
    visitor = office.scene.visitor
    visitor.settings = replace(visitor.settings, address="https://desk.example.test")
    guest = office.scene.guest(office.scene.a)
    await office.ask(guest)
    await office.answer("Раз")
    await office.pass_minutes(6)
    link = re.search(r"/chat/letters/\S+", words(office.letters()[0]))
    assert link is not None
    stranger = office.scene.browsers.stranger("198.51.100.77")
    page = await stranger.get(link.group(0))
    assert page.status_code == 200
    assert VERA in page.text
    assert "form-action 'self'" in page.headers["content-security-policy"]
    assert await office.scene.rows("select 1 from visitor_letter_stop") == []
    [letter] = office.letters()
    assert letter["List-Unsubscribe"].strip("<>").endswith(link.group(0))
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    sent = await stranger.http.post(link.group(0), content=b"List-Unsubscribe=One-Click", headers=form)
    assert sent.status_code == 200, "a mail program sends no Origin"
    await office.answer("Два")
    assert await office.pass_minutes(6) is None
    assert len(office.letters()) == 1
    assert (await stranger.get("/chat/letters/forged")).status_code == 404


async def test_an_address_that_is_somebody_else_s_stays_theirs(office: Office) -> None:
    ((person,),) = await office.scene.rows(
        "insert into contact (workspace_id, name) values (%(id)s, 'Настоящая Вера') returning id", id=office.scene.a.id
    )
    await office.scene.rows(
        """insert into identity (workspace_id, contact_id, inbox_id, external_id, email)
           values (%(id)s, %(person)s, %(box)s, %(vera)s, %(vera)s) returning id""",
        id=office.scene.a.id, person=person, box=office.mailbox, vera=VERA,
    )  # fmt: skip
    await office.ask(office.scene.guest(office.scene.a))
    conversation = await office.answer("Ваш заказ готов")
    await office.pass_minutes(6)
    (letter,) = office.letters()
    assert await office.write_back(letter, "Это не я спрашивала") != conversation


async def test_other_companies_mailboxes_carry_nothing(office: Office) -> None:
    await office.scene.rows(
        "update inbox set workspace_id = %(b)s where id = %(id)s returning id", b=office.scene.b.id, id=office.mailbox
    )
    office.scene.directory._known.clear()  # noqa: SLF001 - what the event stream does in a running process
    await office.ask(office.scene.guest(office.scene.a))
    await office.answer("Никуда")
    assert await office.pass_minutes(6) is None
    assert office.letters() == []


@pytest.mark.parametrize(("value", "status"), [(0, 422), (1441, 422), ("5", 422), (1, 200), (1440, 200)])
async def test_minutes_have_their_limits(scene: Scene, value: Any, status: int) -> None:
    path = f"/api/v1/inboxes/{scene.a.inbox_id}"
    assert (await scene.a.owner.patch(path, {"settings": {"mail_after": value}})).status_code == status
