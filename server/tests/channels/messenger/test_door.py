"""The whole road: from Messenger's deliveries at the real hook door to the database, and back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from otklik.channelkit.content import Button
from otklik.channelkit.outbound import SendErrorKind
from otklik.channelkit.tags import make_tag
from otklik.infra.db import Database
from otklik.kit.http import FilePart, HttpRequest
from tests.channels.messenger.bench import BOT, PIXEL, Bench
from tests.door import HOST, House
from tests.door import TOKEN as HOOK_TOKEN


class Shop:
    """A bench whose deliveries go through the real door."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.bench = Bench(patience_s=10)
        self.house = House(db, folder, self.bench.channel, self.bench.http, dict(self.bench.context.settings))

    async def settle(self) -> None:
        """Let every delivery arrive."""
        await self.bench.fake.settle()


@pytest.fixture
async def shop(db: Database, tmp_path: Path) -> AsyncIterator[Shop]:
    """A connected shop: Meta has tried our door while it was being connected."""
    made = Shop(db, tmp_path)
    await made.house.lay()
    yield made
    await made.bench.fake.close()
    await made.house.ingest.stop()


async def test_connecting_shakes_hands_at_our_own_door(shop: Shop) -> None:
    assert shop.bench.account.extra["app_hook"] == f"https://{HOST}/hooks/{HOOK_TOKEN}"
    assert await shop.house.rows("select count(*) from hook_call") == [(0,)], "a handshake is kept nowhere"


@pytest.mark.parametrize("count", [1, 5])
async def test_a_question_is_answered_and_its_fate_is_known(shop: Shop, count: int) -> None:
    bench, house = shop.bench, shop.house
    bench.player.start(BOT, bench.person, "promo_42")
    bench.player.send_text(BOT, bench.person, "Есть размер 42?")
    await shop.settle()
    assert await house.rows("select entry ->> 'ref' from identity") == [("promo_42",)]

    more = tuple((Button(f"Ещё {n}", f"more:{n}"),) for n in range(count - 1))
    await house.reply("Да, есть", buttons=((Button("Беру", "buy"),), *more))
    await house.work(until="select count(*) = 1 from delivery where status = 'sent'")
    await shop.settle()
    assert [one["text"] for one in bench.seen()] == ["Да, есть"]
    assert await house.rows("select count(*) from message") == [(2,)], "our own echo is no message"
    bench.player.receive(BOT, bench.person, "read")
    await shop.settle()
    assert await house.rows("select delivery from message where direction = 'out'") == [("read",)]

    bench.player.press(BOT, bench.person, bench.seen()[0]["id"])
    await shop.settle()
    assert await house.rows("select text, kind from message order by seq desc limit 1") == [("Беру", "button_press")]


async def test_an_uncertain_message_is_known_again_by_its_echo(shop: Shop) -> None:
    bench, house = shop.bench, shop.house
    bench.player.send_text(BOT, bench.person, "Алло")
    await shop.settle()
    fields, bench.account.extra["subscribed"] = bench.account.extra["subscribed"], []
    bench.fake.moods.set("gateway", times=1, only=("messages",))
    await house.reply("дошло ли?")
    await house.work(until="select count(*) = 1 from delivery where status = 'uncertain'")
    bench.account.extra["subscribed"] = fields
    [stored] = [one for one in bench.account.chats[str(bench.person)].messages.values() if not one.mine]
    [(number,)] = await house.rows("select id from message where direction = 'out'")
    sent = {"text": "дошло ли?", "metadata": make_tag(number, 0)}
    bench.fake.tell_echo(bench.account, bench.player.person(bench.person), stored, sent)
    await shop.settle()
    assert await house.rows("select delivery from message where direction = 'out'") == [("sent",)]
    bench.player.receive(BOT, bench.person)
    await shop.settle()
    assert await house.rows("select delivery from message where direction = 'out'") == [("delivered",)]


async def test_what_a_colleague_writes_elsewhere_stands_in_the_conversation(shop: Shop) -> None:
    bench, house = shop.bench, shop.house
    bench.player.send_text(BOT, bench.person, "Алло")
    await shop.settle()
    person = bench.player.person(bench.person)
    echo = {"mid": "m_suite", "text": "Я из Business Suite", "is_echo": True, "app_id": 26390203743090}
    bench.fake.tell_event(bench.account, person, {"message": echo}, echo=True)
    await shop.settle()
    assert await house.rows("select text, direction from message order by seq") == [
        ("Алло", "in"), ("Я из Business Suite", "out"),
    ]  # fmt: skip


async def test_files_edits_and_reactions_find_their_place(shop: Shop) -> None:
    bench, house = shop.bench, shop.house
    first = bench.player.send_text(BOT, bench.person, "раз")
    bench.player.send_file(BOT, bench.person, "photo", FilePart("p.png", PIXEL, "image/png"))
    bench.player.edit_text(BOT, bench.person, first, "два")
    await shop.settle()
    await house.work(until="select count(*) = 1 from attachment where state = 'ready'")
    assert ("два",) in await house.rows("select text from message where direction = 'in'")
    await house.reply("Спасибо")
    await house.work(until="select count(*) = 1 from delivery where status = 'sent'")
    bench.player.react(BOT, bench.person, bench.seen()[0]["id"], ("👍",))
    await shop.settle()
    assert await house.rows("select emojis from reaction") == [(["👍"],)]


@pytest.mark.parametrize(("days", "ended"), [(2, "sent"), (8, "failed")])
async def test_after_a_day_a_person_may_answer_and_after_a_week_nobody(shop: Shop, days: int, ended: str) -> None:
    bench, house = shop.bench, shop.house
    bench.player.send_text(BOT, bench.person, "Алло")
    await shop.settle()
    bench.account.chats[str(bench.person)].last_in -= days * 24 * 3600
    await house.rows(f"update identity set last_wrote_at = last_wrote_at - interval '{days} days' returning 1")  # noqa: S608 - a number of ours
    await house.reply("поздно")
    await house.work(until=f"select count(*) = 1 from message where delivery = '{ended}'")  # noqa: S608 - as above
    assert len(bench.seen()) == (ended == "sent")
    if ended == "failed":
        [(error,)] = await house.rows("select error from message where direction = 'out'")
        assert error["code"] == SendErrorKind.WINDOW


async def test_a_forged_delivery_is_kept_nowhere(shop: Shop) -> None:
    url = shop.bench.account.extra["app_hook"]
    headers = {"x-hub-signature-256": "sha256=" + "0" * 64}
    answer = await shop.bench.http.request(HttpRequest(method="POST", url=url, body=b"{}", headers=headers))
    assert answer.status == 401
    assert await shop.house.rows("select count(*) from hook_call") == [(0,)]


async def test_who_writes_is_asked_of_meta(shop: Shop) -> None:
    shop.bench.player.send_text(BOT, shop.bench.person, "Алло")
    await shop.settle()
    await shop.house.work(until="select count(*) = 1 from contact where name = 'Вера Иванова'", seconds=15)
