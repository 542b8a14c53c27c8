"""The whole way: Viber calls our own door, the desk answers, Viber shows it to the person."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from otklik.channelkit.content import Button
from otklik.infra.db import Database
from otklik.kit.http import FilePart, HttpRequest
from tests.channels.viber.bench import BASE, BOT, PIXEL, TOKEN, Bench
from tests.door import House


class Shop:
    """A bench whose deliveries go through the real door."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.bench = Bench(patience_s=10)
        settings = {"token": TOKEN, "sender_name": "Магазин", "welcome": "Чем помочь?", "base_url": BASE}
        self.house = House(db, folder, self.bench.channel, self.bench.http, settings)


@pytest.fixture
async def shop(db: Database, tmp_path: Path) -> AsyncIterator[Shop]:
    """A connected shop: Viber has tried our door while it was being connected."""
    made = Shop(db, tmp_path)
    await made.house.lay()
    yield made
    await made.bench.fake.close()
    await made.house.ingest.stop()


async def test_a_question_is_answered_and_its_fate_is_known(shop: Shop) -> None:
    bench, house = shop.bench, shop.house
    bench.player.start(BOT, bench.person, "promo_42")
    await bench.fake.settle()
    assert [one["text"] for one in bench.fake.welcomed] == ["Чем помочь?"]
    bench.player.send_text(BOT, bench.person, "Есть размер 42?")
    await bench.fake.settle()
    assert await house.rows("select name from contact") == [("Вера Иванова",)]
    assert await house.rows("select entry ->> 'ref' from identity") == [("promo_42",)]

    await house.reply("Да, есть", buttons=((Button("Беру", "buy"),),))
    await house.work(until="select count(*) = 1 from delivery where status = 'sent'")
    assert [one["text"] for one in bench.seen()] == ["Да, есть"]
    bench.player.receive(BOT, bench.person, "delivered")
    await bench.fake.settle()
    assert await house.rows("select delivery from message where direction = 'out'") == [("delivered",)]

    bench.player.press(BOT, bench.person, bench.seen()[0]["id"])
    await bench.fake.settle()
    assert await house.rows("select text, kind from message order by seq desc limit 1") == [("Беру", "button_press")]


async def test_a_file_comes_and_leaving_is_known(shop: Shop) -> None:
    bench, house = shop.bench, shop.house
    bench.player.send_file(BOT, bench.person, "photo", FilePart("p.png", PIXEL, "image/png"))
    await bench.fake.settle()
    await house.work(until="select count(*) = 1 from attachment where state = 'ready'")
    bench.player.block(BOT, bench.person)
    await bench.fake.settle()
    assert await house.rows("select reachable from identity") == [(False,)]


async def test_a_forged_delivery_is_not_taken(shop: Shop) -> None:
    request = HttpRequest(method="POST", url=shop.bench.account.hook, body=b'{"event":"webhook"}')
    assert (await shop.bench.http.request(request)).status == 401
    assert await shop.house.rows("select count(*) from hook_call") == [(0,)]
