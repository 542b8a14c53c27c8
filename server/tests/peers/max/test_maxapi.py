"""maxapi, which nobody here wrote, is a client of our fake, and reads all that our fake and our fixtures say."""

import asyncio
import json
from collections.abc import AsyncIterator
from importlib.metadata import version
from typing import Any

import pytest
import uvicorn
from maxapi import Bot
from maxapi.enums.parse_mode import TextFormat
from maxapi.enums.sender_action import SenderAction
from maxapi.enums.text_style import TextStyle
from maxapi.enums.upload_type import UploadType
from maxapi.exceptions import InvalidToken, MaxApiError
from maxapi.methods.types.getted_updates import process_update_request
from maxapi.types import CallbackButton, InputMediaBuffer, LinkButton
from maxapi.types.updates import UpdateUnionAdapter
from maxapi.utils.inline_keyboard import InlineKeyboardBuilder

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Button, Mark
from otklik.channelkit.stage import Extra
from otklik.kit.http import FilePart
from tests.channels.max.bench import BOT, PIXEL, Bench
from tests.channels.max.test_inbound import NAMES, kept
from tests.peers.max.judge import judge_request

Builder: Any = InlineKeyboardBuilder
_KNOWN = [name for name in NAMES if not name.startswith("future_")]


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    bench = Bench()
    bench.player.start(BOT, bench.person)
    yield bench
    await bench.fake.close()


@pytest.fixture
async def bot(bench: Bench) -> AsyncIterator[Bot]:
    """A bot of maxapi that talks to our fake over a real socket."""
    server = uvicorn.Server(uvicorn.Config(bench.fake, port=0, log_level="error", lifespan="off", ws="none"))
    serving = asyncio.ensure_future(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    bot = Bot(bench.token, auto_requests=False, after_input_media_delay=0, auto_check_subscriptions=False)
    bot.set_api_url(f"http://127.0.0.1:{port}")
    yield bot
    await bot.close_session()
    server.should_exit = server.force_exit = True
    await serving


def test_the_peer_is_the_one_we_certified_with() -> None:
    assert version("maxapi") == "1.2.3"


@pytest.mark.parametrize("name", _KNOWN)
def test_every_kept_event_is_one_for_maxapi_too(name: str) -> None:
    raw = kept(name)
    update = UpdateUnionAdapter.validate_python(raw)
    assert update.update_type == raw["update_type"]


async def test_everything_our_fake_delivers_is_an_event_for_maxapi(bench: Bench) -> None:
    await bench.channel.connect(bench.context)
    player, person = bench.player, bench.person
    player.start(BOT, person, "promo_42")
    first = player.send_text(BOT, person, "Здравствуйте")
    player.send_text(BOT, person, "да", Extra(reply_to=first))
    player.send_text(BOT, person, "чужое", Extra(forwarded_from="Сергей"))
    for kind, mime in (("photo", "image/png"), ("video", "video/mp4"), ("voice", "audio/ogg"),
                       ("document", "application/pdf"), ("sticker", "image/webp")):  # fmt: skip
        player.send_file(BOT, person, kind, FilePart("счёт.bin", PIXEL, mime))
    player.send_location(BOT, person, 55.7, 37.6)
    player.share_phone(BOT, person)
    player.edit_text(BOT, person, first, "Здравствуйте!")
    player.erase(BOT, person, first)
    await bench.send(text="Решён?", marks=(Mark("bold", 0, 5),), buttons=((Button("Да", "yes"),),))
    player.press(BOT, person, bench.seen()[-1]["id"])
    player.block(BOT, person)
    await bench.fake.settle()
    updates: list[Any] = [UpdateUnionAdapter.validate_python(json.loads(call.body)) for call in bench.hooks.calls]
    assert {str(update.update_type.value) for update in updates} == {
        "bot_started", "message_created", "message_edited", "message_removed", "message_callback", "bot_stopped",
    }  # fmt: skip
    kinds = {
        str(one.type) for update in updates if update.update_type == "message_created"
        for one in update.message.body.attachments or ()
    }  # fmt: skip
    assert kinds == {"image", "video", "audio", "file", "sticker", "location", "contact"}


async def test_who_am_i_and_a_worthless_token(bot: Bot, bench: Bench) -> None:
    me = await bot.get_me()
    assert (me.username, me.is_bot) == (BOT, True)
    bench.player.revoke_token(BOT)
    with pytest.raises(InvalidToken):
        await bot.get_me()


async def test_a_text_with_a_keyboard(bot: Bot, bench: Bench) -> None:
    keys = Builder()
    keys.row(CallbackButton(text="Да", payload="yes"), LinkButton(text="Сайт", url="https://shop.example/"))
    markup: list[Any] = [keys.as_markup()]
    sent = await bot.send_message(
        chat_id=int(bench.recipient), text="<b>Решён?</b>", attachments=markup, format=TextFormat.HTML
    )
    assert sent is not None
    assert sent.message.body is not None
    assert sent.message.body.text == "Решён?"
    (seen,) = bench.seen()
    assert (seen["ref"], [key["text"] for key in seen["buttons"][0]]) == (sent.message.body.mid, ["Да", "Сайт"])
    read = await bot.get_message(sent.message.body.mid)
    assert read.recipient.chat_id == int(bench.recipient)


@pytest.mark.parametrize("kind", [UploadType.IMAGE, UploadType.VIDEO, UploadType.AUDIO, UploadType.FILE])
async def test_uploads_in_two_steps(bot: Bot, bench: Bench, kind: UploadType) -> None:
    place = await bot.get_upload_url(kind)
    assert bool(place.token) is (kind in (UploadType.VIDEO, UploadType.AUDIO))
    media: list[Any] = [InputMediaBuffer(PIXEL, "pixel.png", type=kind)]
    sent: Any = await bot.send_message(user_id=bench.person, text="Вот", attachments=media)
    (attachment,) = sent.message.body.attachments
    assert str(attachment.type) == kind.value
    if kind is UploadType.VIDEO:
        assert (await bot.get_video(attachment.payload.token)).urls is not None


async def test_changes_signals_and_answers(bot: Bot, bench: Bench) -> None:
    keys = Builder()
    keys.row(CallbackButton(text="Да", payload="yes"))
    markup: list[Any] = [keys.as_markup()]
    sent = await bot.send_message(chat_id=int(bench.recipient), text="до", attachments=markup)
    assert sent is not None
    assert sent.message.body is not None
    mid = sent.message.body.mid
    edited = await bot.edit_message(mid, text="после", attachments=markup)
    assert edited is not None
    assert edited.success
    assert (await bot.send_action(int(bench.recipient), SenderAction.TYPING_ON)).success
    assert bench.player.view(BOT, bench.person)["typing"] == "typing"
    number = bench.player.press(BOT, bench.person, bench.seen()[0]["id"])
    assert (await bot.send_callback(number, notification="Спасибо")).success
    assert bench.player.view(BOT, bench.person)["presses"][0]["text"] == "Спасибо"
    chat = await bot.get_chat_by_id(int(bench.recipient))
    assert chat.dialog_with_user is not None
    assert chat.dialog_with_user.user_id == bench.person
    assert (await bot.delete_message(mid)).success
    with pytest.raises(MaxApiError):
        await bot.delete_message(mid)


async def test_subscriptions(bot: Bot, bench: Bench) -> None:
    assert (await bot.subscribe_webhook("https://desk.example/h", secret="secret-1")).success
    assert [one.url for one in (await bot.get_subscriptions()).subscriptions] == ["https://desk.example/h"]
    with pytest.raises(MaxApiError):
        await bot.subscribe_webhook("https://desk.example:8443/h")
    bench.player.send_text(BOT, bench.person, "да")
    await bench.fake.settle()
    assert bench.hooks.calls[0].headers["x-max-bot-api-secret"] == "secret-1"
    assert (await bot.unsubscribe_webhook("https://desk.example/h")).success
    assert (await bot.get_subscriptions()).subscriptions == []


async def test_long_polling(bot: Bot, bench: Bench) -> None:
    news: dict[str, Any] = await bot.get_updates(limit=10, timeout=0)
    bench.player.send_text(BOT, bench.person, "раз")
    bench.player.send_text(BOT, bench.person, "два")
    later = await bot.get_updates(limit=10, timeout=0, marker=news["marker"])
    updates: list[Any] = list(await process_update_request(later, bot))
    assert [update.message.body.text for update in updates] == ["раз", "два"]
    assert (await bot.get_updates(timeout=0, marker=later["marker"]))["updates"] == []


async def test_a_person_who_stopped_the_bot_and_too_many_calls_are_refusals_for_maxapi_too(
    bot: Bot, bench: Bench
) -> None:
    bench.player.block(BOT, bench.person)
    with pytest.raises(MaxApiError) as stopped:
        await bot.send_message(chat_id=int(bench.recipient), text="да")
    assert stopped.value.code == 403
    bench.fake.moods.set("throttled", times=1)
    with pytest.raises(MaxApiError) as throttled:
        await bot.send_message(chat_id=int(bench.recipient), text="да")
    assert throttled.value.code == 429


async def test_what_we_write_is_what_maxapi_reads_back_with_its_marks(bot: Bot, bench: Bench) -> None:
    """The marks of a message of ours come back as the tags we sent them as."""
    bench.player.send_text(BOT, bench.person, "😀 Жирно")
    bench.player.account(BOT).chats[str(bench.person)].messages["1"].marks = [
        {"kind": "bold", "offset": 3, "length": 5}
    ]
    read = await bot.get_message(f"mid.{bench.player.account(BOT).id}.{bench.person}.1")
    assert read.body is not None
    assert read.body.markup is not None
    assert read.body.markup[0].type == TextStyle.STRONG
    assert read.body.html_text == "😀 <b>Жирно</b>"
    assert await bench.send(text="Жирно", marks=(Mark("bold", 0, 5),), files=(bench.file(Kind.DOCUMENT, ""),))
    assert [fault for call in bench.fake.received for fault in judge_request(call.request)] == []
