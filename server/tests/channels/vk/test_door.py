"""The whole way: VK calls our own door, the desk answers, VK shows it to the person."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from otklik.channelkit.content import Button
from otklik.infra.db import Database
from otklik.kit.http import FilePart, HttpRequest
from tests.channels.vk.bench import BASE, GROUP, PIXEL, TOKEN, Bench
from tests.door import HOST, House
from tests.door import TOKEN as HOOK_TOKEN


class Shop:
    """A bench whose deliveries go through the real door."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.bench = Bench(patience_s=10)
        settings = {"token": TOKEN, "transport": "webhook", "base_url": BASE}
        self.house = House(db, folder, self.bench.channel, self.bench.http, settings)

    async def settle(self) -> None:
        """Let every delivery arrive."""
        await self.bench.fake.settle()


@pytest.fixture
async def shop(db: Database, tmp_path: Path) -> AsyncIterator[Shop]:
    """A connected shop."""
    made = Shop(db, tmp_path)
    await made.house.lay()
    yield made
    await made.bench.fake.close()
    await made.house.ingest.stop()


async def test_connecting_confirms_the_address_at_our_own_door(shop: Shop) -> None:
    [server] = shop.bench.account.extra["servers"]
    assert (server["url"], server["status"]) == (f"https://{HOST}/hooks/{HOOK_TOKEN}", "ok")
    assert await shop.house.rows("select count(*) from hook_call") == [(0,)], "a handshake is kept nowhere"


async def test_a_question_is_answered_and_the_person_has_a_name(shop: Shop) -> None:
    bench, house = shop.bench, shop.house
    bench.player.set_photo(bench.person, PIXEL)
    bench.player.start(GROUP, bench.person, "promo_42")
    bench.player.send_text(GROUP, bench.person, "Есть размер 42?")
    await shop.settle()
    await house.work(until="select count(*) = 1 from contact where name <> '' and avatar_key is not null")
    assert await house.rows("select name from contact") == [("Вера Иванова",)]
    assert await house.rows("select entry ->> 'ref' from identity") == [("promo_42",)]

    await house.reply("Да, есть", buttons=((Button("Беру", "buy"),),))
    await house.work(until="select count(*) = 1 from delivery where status = 'sent'")
    assert [one["text"] for one in bench.seen()] == ["Да, есть"]
    await shop.settle()
    assert await house.rows("select count(*) from message where direction = 'out'") == [(1,)], "no echo of ourselves"

    bench.player.press(GROUP, bench.person, bench.seen()[0]["id"])
    await shop.settle()
    assert await house.rows("select text from message order by seq desc limit 1") == [("Беру",)]
    bench.player.receive(GROUP, bench.person, "read")
    await shop.settle()
    assert await house.rows("select delivery from message where direction = 'out'") == [("read",)]


async def test_an_answer_written_in_vk_itself_stands_in_the_conversation(shop: Shop) -> None:
    bench, house = shop.bench, shop.house
    bench.player.send_text(GROUP, bench.person, "Алло")
    await shop.settle()
    chat = bench.account.chats[str(bench.person)]
    message = bench.fake.write(bench.account, chat, text="Я с телефона", extra={"raw": {"admin_author_id": 55}})
    bench.fake.tell_reply(bench.account, chat, message)
    await shop.settle()
    assert await house.rows("select text, direction from message order by seq") == [
        ("Алло", "in"), ("Я с телефона", "out"),
    ]  # fmt: skip


async def test_files_come_and_go(shop: Shop) -> None:
    bench, house = shop.bench, shop.house
    bench.player.send_file(GROUP, bench.person, "photo", FilePart("p.png", PIXEL, "image/png"))
    await shop.settle()
    await house.work(until="select count(*) = 1 from attachment where state = 'ready'")
    assert await house.rows("select f.size from attachment a join file f on f.key = a.file_key") == [(len(PIXEL),)]


async def test_a_delivery_with_another_secret_is_kept_nowhere_and_not_taken(shop: Shop) -> None:
    bench, house = shop.bench, shop.house
    [server] = bench.account.extra["servers"]
    server["secret_key"] = "another"
    forged = b'{"type":"message_deny","group_id":1,"event_id":"x","secret":"another","object":{"user_id":42}}'
    answer = await bench.http.request(HttpRequest(method="POST", url=server["url"], body=forged))
    assert answer.status == 401
    assert await house.rows("select count(*) from hook_call") == [(0,)]


@pytest.mark.parametrize("minutes, delivery", [(1, "sent"), (40, "uncertain")])
async def test_a_message_that_a_dying_program_was_sending_is_sent_again_and_arrives_once(
    shop: Shop, minutes: int, delivery: str
) -> None:
    bench, house = shop.bench, shop.house
    bench.player.send_text(GROUP, bench.person, "Алло")
    await shop.settle()
    message = await house.reply("Один раз")
    await bench.send(message_id=message.id, text="Один раз")
    await house.rows(
        """update outbox set state = 'sending', attempts = 1, queued_at = now() - %(age)s * interval '1 minute'
           returning 1""",
        age=minutes,
    )
    await house.work(until=f"select count(*) = 1 from message where delivery = '{delivery}'")  # noqa: S608 - ours
    assert [one["text"] for one in bench.seen()] == ["Один раз"]


async def test_what_was_read_is_what_stands_before_the_mark(shop: Shop) -> None:
    bench, house = shop.bench, shop.house
    bench.player.send_text(GROUP, bench.person, "Алло")
    await shop.settle()
    for number, text in enumerate(("раз", "два", "три"), 1):
        await house.reply(text)
        await house.work(until=f"select count(*) = {number} from delivery where status = 'sent'")  # noqa: S608 - ours
    mark = bench.seen()[1]["id"]
    read = {"from_id": bench.person, "peer_id": bench.person, "read_message_id": 1, "conversation_message_id": mark}
    bench.fake.happen(bench.account, "message_read", read)
    await shop.settle()
    assert await house.rows("select text, delivery from message where direction = 'out' order by seq") == [
        ("раз", "read"), ("два", "read"), ("три", "sent"),
    ]  # fmt: skip
