"""The whole way: WhatsApp calls our own door, the desk answers, WhatsApp shows it to the person."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from otklik.channelkit.content import Button, SentTemplate
from otklik.channelkit.outbound import SendErrorKind
from otklik.channelkit.stage.hand import Extra
from otklik.channels.whatsapp.fake.events import about_number
from otklik.infra.db import Database
from otklik.kit.http import FilePart, HttpRequest
from otklik.messaging.typing_out import TypingOut
from tests.channels.whatsapp.bench import BOT, PIXEL, Bench
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
    """A connected shop: WhatsApp has tried our door while it was being connected."""
    made = Shop(db, tmp_path)
    await made.house.lay()
    yield made
    await made.bench.fake.close()
    await made.house.ingest.stop()


async def test_connecting_shakes_hands_at_our_own_door(shop: Shop) -> None:
    assert shop.bench.account.extra["override"] == f"https://{HOST}/hooks/{HOOK_TOKEN}"
    assert await shop.house.rows("select count(*) from hook_call") == [(0,)], "a handshake is kept nowhere"


async def test_a_question_is_answered_and_its_fate_is_known(shop: Shop) -> None:
    bench, house = shop.bench, shop.house
    bench.player.start(BOT, bench.person, "promo_42")
    bench.player.send_text(BOT, bench.person, "Есть размер 42?")
    await shop.settle()
    assert await house.rows("select name, phone from contact") == [("Вера Иванова", "+79161234567")]
    assert await house.rows("select entry ->> 'ref' from identity") == [("promo_42",)]

    await house.reply("Да, есть", buttons=((Button("Беру", "buy"),),))
    await house.work(until="select count(*) = 1 from delivery where status = 'sent'")
    assert [one["text"] for one in bench.seen()] == ["Да, есть"]
    bench.player.receive(BOT, bench.person, "read")
    await shop.settle()
    assert await house.rows("select delivery from message where direction = 'out'") == [("read",)]

    bench.player.press(BOT, bench.person, bench.seen()[0]["id"])
    await shop.settle()
    assert await house.rows("select text, kind from message order by seq desc limit 1") == [("Беру", "button_press")]


async def test_edits_deletions_reactions_and_answers_find_their_message(shop: Shop) -> None:
    bench, house = shop.bench, shop.house
    first = bench.player.send_text(BOT, bench.person, "раз")
    bench.player.send_text(BOT, bench.person, "ответ себе", Extra(reply_to=first))
    spare = bench.player.send_text(BOT, bench.person, "лишнее")
    bench.player.edit_text(BOT, bench.person, first, "два")
    bench.player.erase(BOT, bench.person, spare)
    await shop.settle()
    await house.reply("Спасибо")
    await house.work(until="select count(*) = 1 from delivery where status = 'sent'")
    bench.player.react(BOT, bench.person, bench.seen()[0]["id"], ("👍",))
    await shop.settle()
    rows = await house.rows("select text, deleted_at is not null from message where direction = 'in' order by seq")
    assert ("два", False) in rows
    assert sum(gone for _, gone in rows) == 1
    assert await house.rows("select emojis from reaction") == [(["👍"],)]


async def test_files_come_and_go(shop: Shop) -> None:
    bench, house = shop.bench, shop.house
    bench.player.send_file(BOT, bench.person, "photo", FilePart("p.png", PIXEL, "image/png"))
    await shop.settle()
    await house.work(until="select count(*) = 1 from attachment where state = 'ready'")
    assert await house.rows("select f.size from attachment a join file f on f.key = a.file_key") == [(len(PIXEL),)]


async def test_a_person_with_a_new_number_is_the_same_person(shop: Shop) -> None:
    bench, house = shop.bench, shop.house
    bench.player.send_text(BOT, bench.person, "Алло")
    await shop.settle()
    system = {
        "id": "wamid.SYS", "from": "79161234567", "from_user_id": bench.ref, "timestamp": "1795341600",
        "type": "system", "system": {"type": "user_changed_number", "wa_id": "79160000001", "user_id": "RU.NEW"},
    }  # fmt: skip
    bench.fake.tell_change(bench.account, "messages", about_number(bench.account, messages=[system]))
    await shop.settle()
    assert await house.rows("select count(*) from contact where merged_into is null") == [(1,)]
    assert await house.rows("select external_id, reachable from identity order by id") == [
        (bench.ref, False), ("RU.NEW", True),
    ]  # fmt: skip


async def test_an_answer_from_the_telephone_app_stands_in_the_conversation(shop: Shop) -> None:
    bench, house = shop.bench, shop.house
    bench.player.send_text(BOT, bench.person, "Алло")
    await shop.settle()
    echo = {
        "from": bench.account.extra["phone"], "to": "79161234567", "to_user_id": bench.ref, "id": "wamid.ECHO",
        "timestamp": "1795341600", "type": "text", "text": {"body": "Я с телефона"},
    }  # fmt: skip
    bench.fake.tell_change(bench.account, "smb_message_echoes", about_number(bench.account, message_echoes=[echo]))
    await shop.settle()
    assert await house.rows("select text, direction from message order by seq") == [
        ("Алло", "in"), ("Я с телефона", "out"),
    ]  # fmt: skip


async def test_after_a_day_only_a_template_may_leave(shop: Shop) -> None:
    bench, house = shop.bench, shop.house
    bench.player.send_text(BOT, bench.person, "Алло")
    await shop.settle()
    await house.rows("update identity set last_wrote_at = last_wrote_at - interval '25 hours' returning 1")
    await house.reply("поздно")
    await house.work(until="select count(*) = 1 from message where delivery = 'failed'")
    assert bench.seen() == []
    [(error,)] = await house.rows("select error from message where direction = 'out'")
    assert error["code"] == SendErrorKind.WINDOW

    values = {"body.1": "Вера", "body.2": "42"}
    used = SentTemplate(name="order_ready", language="ru", inbox_id=house.inbox_id, values=values)
    await house.reply("Здравствуйте, Вера! Заказ 42 готов к выдаче.", template=used)
    await house.work(until="select count(*) = 1 from delivery where status = 'sent'")
    [shown] = bench.seen()
    assert shown["text"].startswith("Здравствуйте, Вера! Заказ 42")


async def test_a_refusal_that_comes_afterwards_is_said_in_our_words(shop: Shop) -> None:
    bench, house = shop.bench, shop.house
    bench.player.send_text(BOT, bench.person, "Алло")
    await shop.settle()
    bench.account.chats[str(bench.person)].last_in -= 25 * 3600
    await house.reply("поздно по их часам")
    await house.work(until="select count(*) = 1 from message where delivery = 'failed'")
    [(error,)] = await house.rows("select error from message where direction = 'out'")
    assert (error["code"], error["provider_code"]) == (SendErrorKind.WINDOW, "131047")


async def test_an_uncertain_message_is_known_again_by_its_report(shop: Shop) -> None:
    bench, house = shop.bench, shop.house
    bench.player.send_text(BOT, bench.person, "Алло")
    await shop.settle()
    bench.fake.moods.set("gateway", times=1, only=("messages",))
    await house.reply("дошло ли?")
    await house.work(until="select count(*) = 1 from delivery where status = 'uncertain'")
    bench.player.receive(BOT, bench.person)
    await shop.settle()
    assert await house.rows("select delivery from message where direction = 'out'") == [("delivered",)]
    assert len(bench.seen()) == 1


async def test_typing_is_shown_below_the_last_message(shop: Shop) -> None:
    bench, house = shop.bench, shop.house
    bench.player.send_text(BOT, bench.person, "Алло")
    await shop.settle()
    [(conversation,)] = await house.rows("select id from conversation")
    typing = TypingOut(house.db, house.directory)
    typing.show(house.workspace_id, conversation)
    await typing.drain()
    assert bench.view()["typing"]


async def test_a_forged_delivery_is_kept_nowhere(shop: Shop) -> None:
    url = shop.bench.account.extra["override"]
    headers = {"x-hub-signature-256": "sha256=" + "0" * 64}
    answer = await shop.bench.http.request(HttpRequest(method="POST", url=url, body=b"{}", headers=headers))
    assert answer.status == 401
    wrong = await shop.bench.http.request(HttpRequest(method="GET", url=url + "?hub.mode=subscribe&hub.challenge=1"))
    assert wrong.status == 401
    assert await shop.house.rows("select count(*) from hook_call") == [(0,)]
