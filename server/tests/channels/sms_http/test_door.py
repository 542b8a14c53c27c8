"""The whole way: the provider calls our own door, the desk answers, the telephone shows it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from otklik.channelkit.fakes import LocalHttp
from otklik.channels.sms_http import SmsHttpChannel
from otklik.channels.sms_http.fake import FakeSmsc
from otklik.infra.db import Database
from otklik.kit.http import HttpRequest
from tests.door import HOST, House
from tests.door import TOKEN as HOOK_TOKEN

NUMBER = "79000000001"
PERSON = "+79161234567"


class Shop:
    """An account whose calls go through the real door."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.http = LocalHttp({}, patience_s=10)
        self.fake = FakeSmsc(self.http, sleep=lambda _: asyncio.sleep(0))
        self.http.mount("smsc.ru", self.fake)
        self.player = self.fake.player
        settings = self.player.open_account("Магазин", NUMBER)
        self.player.account(NUMBER).hook = f"https://{HOST}/hooks/{HOOK_TOKEN}?key={settings['hook_key']}"
        self.person = self.player.create_person("Вера", phone=PERSON)
        self.house = House(db, folder, SmsHttpChannel(), self.http, settings)

    def texts(self) -> list[str]:
        """Return what stands on the person's telephone."""
        return [one["text"] for one in self.player.view(NUMBER, self.person)["messages"] if not one["mine"]]


@pytest.fixture
async def shop(db: Database, tmp_path: Path) -> AsyncIterator[Shop]:
    """A connected shop."""
    made = Shop(db, tmp_path)
    await made.house.lay()
    yield made
    await made.fake.close()
    await made.house.ingest.stop()


async def test_a_question_is_answered_and_the_report_comes_back(shop: Shop) -> None:
    shop.player.send_text(NUMBER, shop.person, "Где мой заказ? 🙂")
    await shop.fake.settle()
    assert await shop.house.rows("select text, direction from message") == [("Где мой заказ? 🙂", "in")]
    assert await shop.house.rows("select external_id, phone, proof from identity") == [(PERSON, PERSON, "self")]

    await shop.house.reply("Едет к вам")
    await shop.house.work(until="select count(*) = 1 from delivery where status = 'sent'")
    assert shop.texts() == ["Едет к вам"]
    shop.player.receive(NUMBER, shop.person, "delivered")
    await shop.fake.settle()
    assert await shop.house.rows("select delivery from message where direction = 'out'") == [("delivered",)]


async def test_who_leaves_is_not_written_to_until_they_return(shop: Shop) -> None:
    shop.player.send_text(NUMBER, shop.person, "Алло")
    shop.player.block(NUMBER, shop.person)
    await shop.fake.settle()
    assert await shop.house.rows("select reachable, unreachable_reason from identity") == [(False, "opted_out")]
    shop.player.unblock(NUMBER, shop.person)
    await shop.fake.settle()
    assert await shop.house.rows("select reachable from identity") == [(True,)]


async def test_a_call_without_the_secret_is_kept_nowhere(shop: Shop) -> None:
    forged = b"phone=79161234567&mes=x&sms_id=1"
    url = f"https://{HOST}/hooks/{HOOK_TOKEN}"
    answer = await shop.http.request(HttpRequest(method="POST", url=url, body=forged))
    assert answer.status == 401
    assert await shop.house.rows("select count(*) from hook_call") == [(0,)]
