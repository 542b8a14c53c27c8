"""aiogram, which nobody here wrote, is a client of our fake, and reads all that our fake and our fixtures say."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiogram
import pytest
import uvicorn
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
    MessageEntity,
    ReactionTypeEmoji,
    ReplyParameters,
    Update,
)

from otklik.channels.telegram.fake import Extra
from otklik.kit.http import FilePart
from tests.channels.telegram.bench import BOT, PIXEL, TOKEN, Bench, fixture_names, read_fixture
from tests.channels.telegram.test_fake import act_everything
from tests.peers.telegram.judge import judge_call, schema

KEYBOARD = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]])


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    bench = Bench()
    bench.player.start(BOT, bench.person)
    yield bench
    await bench.fake.close()


@pytest.fixture
async def bot(bench: Bench) -> AsyncIterator[Bot]:
    """A bot of aiogram that talks to our fake over a real socket."""
    server = uvicorn.Server(uvicorn.Config(bench.fake, port=0, log_level="error", lifespan="off", ws="none"))
    serving = asyncio.ensure_future(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    api = TelegramAPIServer.from_base(f"http://127.0.0.1:{port}")
    bot = Bot(TOKEN, session=AiohttpSession(api=api))
    yield bot
    await bot.session.close()
    server.should_exit = server.force_exit = True
    await serving
    for call in bench.fake.received:
        assert judge_call(call.method, call.params, call.files.keys()) == []


def test_the_peer_is_the_one_we_certified_with() -> None:
    assert aiogram.__version__ == "3.31.0"
    assert schema()["version"] == aiogram.__api_version__ == "10.3"


@pytest.mark.parametrize("name", fixture_names())
def test_every_kept_update_is_one_for_aiogram_too(name: str) -> None:
    raw = json.loads(read_fixture(name))
    update = Update.model_validate(raw)
    assert update.update_id == raw["update_id"]
    if not name.startswith("future_") and name != "unknown_content":
        assert update.event_type in raw


async def test_everything_our_fake_delivers_is_an_update_for_aiogram(bench: Bench) -> None:
    await act_everything(bench)
    read = [Update.model_validate(json.loads(call.body)) for call in bench.hooks.calls]
    kinds = {update.event_type for update in read}
    assert kinds == {
        "message", "edited_message", "callback_query", "message_reaction", "my_chat_member", "business_connection",
        "business_message", "deleted_business_messages",
    }  # fmt: skip
    contents = {update.message.content_type.lower() for update in read if update.message}
    assert contents >= {
        "text", "photo", "video", "animation", "video_note", "audio", "voice", "document", "sticker", "location",
        "contact",
    }  # fmt: skip
    reply = next(u.message for u in read if u.message and u.message.reply_to_message)
    assert reply.quote is not None
    assert reply.quote.text == "решён"


async def test_who_am_i(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.username, me.is_bot, me.id) == (BOT, True, int(TOKEN.partition(":")[0]))


async def test_a_text_with_everything(bot: Bot, bench: Bench) -> None:
    sent = await bot.send_message(
        bench.person, "👍 Заказ 42", entities=[MessageEntity(type="bold", offset=3, length=8)], reply_markup=KEYBOARD,
        reply_parameters=ReplyParameters(message_id=1, allow_sending_without_reply=True),
    )  # fmt: skip
    assert (sent.message_id, sent.text, sent.chat.id) == (2, "👍 Заказ 42", bench.person)
    assert sent.entities is not None
    assert sent.entities[0].extract_from("👍 Заказ 42") == "Заказ 42"
    assert sent.reply_to_message is not None
    shown = bench.seen()[-1]
    assert (shown["text"], shown["reply_to"], shown["buttons"][0][0]["text"]) == ("👍 Заказ 42", 1, "Да")


async def test_files_of_every_kind(bot: Bot, bench: Bench) -> None:
    file = BufferedInputFile(PIXEL, "счёт.png")
    photo = await bot.send_photo(bench.person, file, caption="Вот")
    assert photo.photo is not None
    assert (photo.caption, photo.photo[-1].width) == ("Вот", 1)
    again = await bot.send_photo(bench.person, photo.photo[-1].file_id)
    assert again.photo is not None
    video = await bot.send_video(bench.person, file, duration=3, width=10, height=20)
    assert video.video is not None
    document = await bot.send_document(bench.person, file)
    assert document.document is not None
    assert document.document.file_name == "счёт.png"
    for sent in (
        await bot.send_audio(bench.person, file), await bot.send_voice(bench.person, file),
        await bot.send_animation(bench.person, file), await bot.send_video_note(bench.person, file),
        await bot.send_sticker(bench.person, file), await bot.send_location(bench.person, 55.7, 37.6),
        await bot.send_venue(bench.person, 55.7, 37.6, "Склад", "Тверская, 1"),
        await bot.send_contact(bench.person, "+79160000000", "Пётр"),
    ):  # fmt: skip
        assert isinstance(sent, Message)
    fetched = await bot.download(document.document)
    assert fetched is not None
    assert fetched.read() == PIXEL


async def test_an_album(bot: Bot, bench: Bench) -> None:
    media: Any = [
        InputMediaPhoto(media=BufferedInputFile(PIXEL, f"{n}.png"), caption="Оба" if n == 0 else None) for n in (0, 1)
    ]
    sent = await bot.send_media_group(bench.person, media)
    assert len({message.media_group_id for message in sent}) == 1
    assert [message["text"] for message in bench.seen()] == ["Оба", ""]


async def test_changes_signals_and_answers(bot: Bot, bench: Bench) -> None:
    sent = await bot.send_message(bench.person, "до", reply_markup=KEYBOARD)
    edited = await bot.edit_message_text(
        "после", chat_id=bench.person, message_id=sent.message_id, reply_markup=KEYBOARD
    )
    assert isinstance(edited, Message)
    assert edited.edit_date is not None
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_text("после", chat_id=bench.person, message_id=sent.message_id, reply_markup=KEYBOARD)
    assert await bot.send_chat_action(bench.person, "typing")
    assert await bot.set_message_reaction(bench.person, 1, reaction=[ReactionTypeEmoji(emoji="👍")])
    query = bench.player.press(BOT, bench.person, sent.message_id)
    assert await bot.answer_callback_query(query, text="Спасибо")
    assert bench.player.view(BOT, bench.person)["presses"][0]["text"] == "Спасибо"
    assert await bot.delete_message(bench.person, sent.message_id)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query("1")


async def test_refusals_are_understood(bot: Bot, bench: Bench) -> None:
    bench.fake.moods.set("throttled", times=1, value=17)
    with pytest.raises(TelegramRetryAfter) as throttled:
        await bot.send_message(bench.person, "да")
    assert throttled.value.retry_after == 17
    bench.player.block(BOT, bench.person)
    with pytest.raises(TelegramForbiddenError):
        await bot.send_message(bench.person, "да")
    await bot.set_webhook("https://desk.example/h")
    with pytest.raises(TelegramConflictError):
        await bot.get_updates()
    bench.player.revoke_token(BOT)
    with pytest.raises(TelegramUnauthorizedError):
        await bot.get_me()


async def test_the_hook(bot: Bot, bench: Bench) -> None:
    assert await bot.set_webhook("https://desk.example/h", secret_token="s", allowed_updates=["message"])
    info = await bot.get_webhook_info()
    assert (info.url, info.allowed_updates, info.has_custom_certificate) == (
        "https://desk.example/h", ["message"], False
    )  # fmt: skip
    await bench.fake.settle()
    assert bench.hooks.calls[0].headers["x-telegram-bot-api-secret-token"] == "s"
    assert await bot.delete_webhook()
    assert (await bot.get_webhook_info()).url == ""


async def test_profile_photos(bot: Bot, bench: Bench) -> None:
    assert (await bot.get_user_profile_photos(bench.person)).total_count == 0
    bench.player.set_photo(bench.person, PIXEL)
    photos = await bot.get_user_profile_photos(bench.person, limit=1)
    assert photos.photos[0][-1].width == 1


async def test_a_whole_bot_of_aiogram_lives_on_our_polling(bot: Bot, bench: Bench) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.reply(f"Вы сказали: {message.text or message.content_type.lower()}")
        if message.text == "хватит":
            await dispatcher.stop_polling()

    polling = asyncio.ensure_future(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
    await asyncio.sleep(0.1)
    bench.player.send_file(BOT, bench.person, "voice", FilePart("", b"OggS", ""), Extra(duration=1))
    bench.player.send_text(BOT, bench.person, "хватит")
    await asyncio.wait_for(polling, 20)
    assert [message["text"] for message in bench.seen()] == [
        "Вы сказали: /start", "Вы сказали: voice", "Вы сказали: хватит",
    ]  # fmt: skip
