"""The fake keeps the manners of the real server."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from otklik.channelkit.fakes import FakeAnswer, LocalHttp
from otklik.channels.telegram.fake import Extra, FakeTelegram
from otklik.kit.errors import Conflict, NotFound
from otklik.kit.http import FilePart, HttpAnswer, HttpRequest
from tests.channels.telegram.bench import BOT, HOOK, PIXEL, SECRET, TOKEN, Bench, Loose
from tests.peers.telegram.judge import judge_object


async def ask(bench: Bench, method: str, token: str = TOKEN, **params: Loose) -> dict[str, Any]:
    answer = await raw(bench, f"/bot{token}/{method}", msgspec.json.encode(params))
    decoded: dict[str, Any] = json.loads(answer.body)
    assert decoded["ok"] is (answer.status == 200)
    return decoded


async def raw(bench: Bench, path: str, body: bytes = b"", **headers: str) -> HttpAnswer:
    return await bench.http.request(
        HttpRequest(
            method="POST", url=f"https://api.telegram.org{path}", body=body,
            headers={"content-type": "application/json", **headers},
        )
    )  # fmt: skip


@pytest.fixture
async def bench() -> Loose:
    """A bench whose requests may be wrong on purpose: no judge."""
    bench = Bench()
    bench.player.start(BOT, bench.person)
    yield bench
    await bench.fake.close()


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"text": ""}, "Bad Request: message text is empty"),
    ("sendMessage", {"text": "я" * 4097}, "Bad Request: message is too long"),
    ("sendMessage", {"text": "😀" * 2049}, "Bad Request: message is too long"),
    ("sendMessage", {"text": "a", "chat_id": 5}, "Bad Request: chat not found"),
    ("sendMessage", {"text": "a", "chat_id": ""}, "Bad Request: chat_id is empty"),
    ("sendMessage", {"text": "a", "reply_parameters": {"message_id": 99}},
     "Bad Request: message to be replied not found"),
    ("sendMessage", {"text": "a", "reply_parameters": {"message_id": 1, "quote": "нет"}},
     "Bad Request: QUOTE_TEXT_INVALID"),
    ("sendMessage", {"text": "😀", "entities": [{"type": "bold", "offset": 1, "length": 1}]},
     "Bad Request: can't parse entities: ENTITY_BOUNDS_INVALID"),
    ("sendMessage", {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "я" * 33}]]}},
     "Bad Request: BUTTON_DATA_INVALID"),
    ("sendMessage", {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "x"}] * 101]}},
     "Bad Request: reply markup is too long"),
    ("sendPhoto", {"photo": "nope"}, "Bad Request: wrong file identifier/HTTP URL specified"),
    ("sendPhoto", {"photo": "https://a.b/c.jpg"}, "Bad Request: failed to get HTTP URL content"),
    ("sendPhoto", {}, "Bad Request: there is no photo in the request"),
    ("sendMediaGroup", {"media": [{"type": "photo", "media": "x"}]},
     "Bad Request: wrong number of messages to send as an album"),
    ("sendMediaGroup", {"media": [{"type": "photo", "media": "x"}, {"type": "document", "media": "x"}]},
     "Bad Request: document can't be mixed with other media types"),
    ("editMessageText", {"message_id": 99, "text": "a"}, "Bad Request: message to edit not found"),
    ("editMessageText", {"message_id": 1, "text": "a"}, "Bad Request: message can't be edited"),
    ("deleteMessage", {"message_id": 99}, "Bad Request: message to delete not found"),
    ("answerCallbackQuery", {"callback_query_id": "5"},
     "Bad Request: query is too old and response timeout expired or query ID is invalid"),
    ("sendChatAction", {"action": "dancing"}, "Bad Request: wrong parameter action in request"),
    ("setMessageReaction", {"message_id": 1, "reaction": [{"type": "emoji", "emoji": "🧦"}]},
     "Bad Request: REACTION_INVALID"),
    ("getFile", {"file_id": "nope"}, "Bad Request: invalid file_id"),
    ("setWebhook", {"url": "http://desk.example/"}, "Bad Request: bad webhook: HTTPS url must be provided for webhook"),
    ("setWebhook", {"url": "https://desk.example:8080/"},
     "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
    ("setWebhook", {"url": HOOK, "secret_token": "с"}, "Bad Request: secret token contains unallowed characters"),
    ("flyToTheMoon", {}, "Not Found: method not found"),
]  # fmt: skip


@pytest.mark.parametrize("method, params, words", REFUSED)
async def test_refusals_have_the_real_words(bench: Bench, method: str, params: dict[str, Any], words: str) -> None:
    answer = await ask(bench, method, **{"chat_id": bench.person, **params})
    assert answer["description"] == words


async def test_tokens(bench: Bench) -> None:
    assert (await ask(bench, "getMe", token="1:x"))["error_code"] == 401
    assert (await ask(bench, "getMe", token="x"))["error_code"] == 404
    bench.player.revoke_token(BOT)
    assert (await ask(bench, "getMe"))["description"] == "Unauthorized"


async def test_people_who_do_not_want_us(bench: Bench) -> None:
    stranger, gone = bench.player.create_person("Пётр"), bench.player.create_person("Анна")
    bench.player.start(BOT, gone)
    bench.player.delete_person(gone)
    bench.player.block(BOT, bench.person)
    found = [(await ask(bench, "sendMessage", chat_id=one, text="a"))["description"] for one in
             (stranger, gone, bench.person)]  # fmt: skip
    assert found == [
        "Forbidden: bot can't initiate conversation with a user", "Forbidden: user is deactivated",
        "Forbidden: bot was blocked by the user",
    ]  # fmt: skip
    with pytest.raises(Conflict):
        bench.player.send_text(BOT, bench.person, "а я пишу")
    with pytest.raises(NotFound):
        bench.player.send_text(BOT, 1, "кто здесь")


async def test_hooks_are_repeated_until_accepted_and_retry_after_is_obeyed(bench: Bench) -> None:
    await bench.channel.connect(bench.context)
    await bench.arrived()
    bench.hooks.refusals = [FakeAnswer(status=500)] * 4 + [FakeAnswer(status=503, headers={"retry-after": "42"})]
    bench.player.send_text(BOT, bench.person, "раз")
    bench.player.send_text(BOT, bench.person, "два")
    await bench.fake.settle()
    assert bench.pauses == [0.0, 1.0, 2.0, 4.0, 42.0]
    texts = [json.loads(call.body)["message"].get("text") for call in bench.hooks.calls]
    assert texts == ["/start", "раз", "два"]
    info = (await ask(bench, "getWebhookInfo"))["result"]
    assert (info["pending_update_count"], info["last_error_message"]) == (0, "Wrong response from the webhook: 503")


async def test_old_updates_are_dropped(bench: Bench) -> None:
    started = datetime(2026, 11, 22, tzinfo=UTC)
    now = [started]

    async def sleep(seconds: float) -> None:
        now[0] += timedelta(seconds=seconds)

    fake = FakeTelegram(bench.http, clock=lambda: now[0], sleep=sleep)
    bench.http.mount("api.telegram.org", fake)
    fake.player.create_bot("Магазин", BOT, TOKEN)
    person = fake.player.create_person("Вера")
    bench.hooks.refusals = [FakeAnswer(status=500)] * 3000
    await ask(bench, "setWebhook", url=HOOK)
    fake.player.send_text(BOT, person, "кнопки?")
    await ask(bench, "sendMessage", chat_id=person, text="a",
              reply_markup={"inline_keyboard": [[{"text": "b", "callback_data": "c"}]]})  # fmt: skip
    fake.player.press(BOT, person, 2)
    await fake.settle()
    assert bench.hooks.calls == []
    assert timedelta(hours=23, minutes=58) < now[0] - started < timedelta(hours=24, minutes=10)
    assert fake.engine.world.bots[TOKEN].updates == []


async def test_duplicates_and_disorder_on_demand(bench: Bench) -> None:
    await bench.channel.connect(bench.context)
    await bench.fake.settle()
    bench.hooks.calls.clear()
    bench.fake.moods.set("duplicate", times=1)
    bench.player.send_text(BOT, bench.person, "дважды")
    await bench.fake.settle()
    assert len({call.body for call in bench.hooks.calls}) == 1
    assert len(bench.hooks.calls) == 2
    bench.hooks.calls.clear()
    bench.fake.moods.set("disorder", times=1)
    for text in ("первый", "второй"):
        bench.player.send_text(BOT, bench.person, text)
    await bench.fake.settle()
    assert [json.loads(call.body)["message"]["text"] for call in bench.hooks.calls] == ["второй", "первый"]


async def test_the_secret_comes_with_every_delivery(bench: Bench) -> None:
    await bench.channel.connect(bench.context)
    await bench.fake.settle()
    assert bench.hooks.calls[0].headers["x-telegram-bot-api-secret-token"] == SECRET


async def test_reactions_come_only_when_asked_for(bench: Bench) -> None:
    bench.player.react(BOT, bench.person, 1, ("👍",))
    assert len((await ask(bench, "getUpdates"))["result"]) == 1
    await ask(bench, "getUpdates", allowed_updates=["message_reaction"])
    bench.player.react(BOT, bench.person, 1, ("🔥",))
    bench.player.send_text(BOT, bench.person, "это не нужно")
    updates = (await ask(bench, "getUpdates"))["result"]
    assert updates[-1]["message_reaction"]["new_reaction"] == [{"type": "emoji", "emoji": "🔥"}]


async def test_polling_and_hook_exclude_each_other(bench: Bench) -> None:
    await ask(bench, "setWebhook", url=HOOK)
    answer = await ask(bench, "getUpdates")
    assert answer["error_code"] == 409
    assert "webhook is active" in answer["description"]
    await ask(bench, "deleteWebhook")
    assert (await ask(bench, "getUpdates"))["ok"]


async def test_the_second_poller_ends_the_first(bench: Bench) -> None:
    bench.http._patience_s = 30  # noqa: SLF001 - the wait is the point
    await ask(bench, "getUpdates", offset=2)
    first = asyncio.ensure_future(ask(bench, "getUpdates", timeout=20))
    await asyncio.sleep(0.02)
    await ask(bench, "getUpdates", timeout=0)
    answer = await asyncio.wait_for(first, 2)
    assert answer["description"].startswith("Conflict: terminated by other getUpdates request")


async def test_offsets(bench: Bench) -> None:
    for text in "абв":
        bench.player.send_text(BOT, bench.person, text)
    ids = [update["update_id"] for update in (await ask(bench, "getUpdates"))["result"]]
    assert ids == [1, 2, 3, 4]
    assert [u["update_id"] for u in (await ask(bench, "getUpdates", offset=3, limit=1))["result"]] == [3]
    assert [u["update_id"] for u in (await ask(bench, "getUpdates", offset=-1))["result"]] == [4]
    assert (await ask(bench, "getUpdates", offset=5))["result"] == []


async def test_ids_are_counted_in_each_chat_alone(bench: Bench) -> None:
    other = bench.player.create_person("Пётр")
    assert bench.player.start(BOT, other) == bench.player.view(BOT, bench.person)["messages"][0]["id"] == 1


async def test_a_handle_of_one_bot_is_worth_nothing_to_another(bench: Bench) -> None:
    bench.player.send_file(BOT, bench.person, "photo", FilePart("a.png", PIXEL, "image/png"))
    handle = bench.player.view(BOT, bench.person)["messages"][-1]["file"]["id"]
    assert (await ask(bench, "sendPhoto", chat_id=bench.person, photo=handle))["ok"]
    assert (await ask(bench, "sendDocument", chat_id=bench.person, document=handle))["description"] == (
        "Bad Request: can't use file of type Photo as Document"
    )
    second = bench.player.create_bot("Второй", "second_bot")
    bench.player.start("second_bot", bench.person)
    answer = await ask(bench, "sendPhoto", token=second, chat_id=bench.person, photo=handle)
    assert answer["description"] == "Bad Request: wrong file identifier/HTTP URL specified"


async def test_files_are_downloaded_by_their_path_and_their_bot(bench: Bench) -> None:
    bench.player.send_file(BOT, bench.person, "voice", FilePart("", b"OggS", ""), Extra(duration=2))
    handle = bench.player.view(BOT, bench.person)["messages"][-1]["file"]["id"]
    path = (await ask(bench, "getFile", file_id=handle))["result"]["file_path"]
    assert (await raw(bench, f"/file/bot{TOKEN}/{path}")).body == b"OggS"
    assert (await raw(bench, f"/file/bot{TOKEN}/voice/other")).status == 404
    assert (await raw(bench, f"/file/bot1:x/{path}")).status == 404


async def test_the_whole_state_is_json_and_lives_on_after_a_restore(bench: Bench) -> None:
    bench.player.send_file(BOT, bench.person, "photo", FilePart("a.png", PIXEL, "image/png"), Extra(caption="вот"))
    await ask(bench, "sendMessage", chat_id=bench.person, text="ответ")
    kept = json.dumps(bench.fake.snapshot())
    view = bench.player.view(BOT, bench.person)
    fresh = FakeTelegram(bench.http)
    fresh.restore(json.loads(kept))
    assert {**fresh.player.view(BOT, bench.person), "version": 0} == {**view, "version": 0}
    assert fresh.snapshot()["bots"] == json.loads(kept)["bots"]
    fresh.player.send_text(BOT, bench.person, "дальше")
    assert fresh.player.view(BOT, bench.person)["messages"][-1]["id"] == 4


async def test_a_restored_fake_delivers_what_waited(bench: Bench) -> None:
    bench.hooks.refusals = [FakeAnswer(status=500)]
    kept = bench.fake.snapshot()
    kept["bots"][TOKEN]["webhook"] = {"url": HOOK}
    fresh = FakeTelegram(bench.http)
    fresh.restore(kept)
    await fresh.settle()
    assert bench.hooks.kinds() == ["message"]


async def test_the_person_sees_typing_edits_and_deletions_and_can_wait_for_them(bench: Bench) -> None:
    version = bench.player.view(BOT, bench.person)["version"]
    waiting = asyncio.ensure_future(bench.player.changes(version, 5))
    await asyncio.sleep(0)
    await ask(bench, "sendChatAction", chat_id=bench.person, action="typing")
    assert await asyncio.wait_for(waiting, 1) > version
    assert bench.player.view(BOT, bench.person)["typing"] == "typing"
    await ask(bench, "sendMessage", chat_id=bench.person, text="раз")
    assert bench.player.view(BOT, bench.person)["typing"] == ""
    await ask(bench, "editMessageText", chat_id=bench.person, message_id=2, text="два")
    message = bench.player.view(BOT, bench.person)["messages"][-1]
    assert (message["text"], message["edited"]) == ("два", True)
    await ask(bench, "deleteMessage", chat_id=bench.person, message_id=2)
    assert [one["id"] for one in bench.player.view(BOT, bench.person)["messages"]] == [1]


async def test_control_over_http_needs_the_key(bench: Bench) -> None:
    async def control(verb: str, key: str = "key", **given: Loose) -> tuple[int, Any]:
        answer = await raw(bench, f"/control/{verb}", msgspec.json.encode(given), **{"x-control-key": key})
        return answer.status, json.loads(answer.body).get("result")

    assert (await control("create_person", key="wrong", first_name="Анна"))[0] == 404
    _, person = await control("create_person", first_name="Анна")
    await control("start", bot=BOT, person=person, payload="promo")
    await control("send_file", bot=BOT, person=person, kind="photo", extra={"caption": "вот"},
                  file={"data": "iVBORw0KGgo=", "name": "a.png", "mime": "image/png"})  # fmt: skip
    _, view = await control("view", bot=BOT, person=person)
    assert [message["kind"] for message in view["messages"]] == ["text", "photo"]
    assert (await control("mood", mood="throttled", times=1, value=3))[0] == 200
    assert (await ask(bench, "getMe"))["error_code"] == 429
    assert (await control("received"))[1][-1]["method"] == "getMe"
    assert (await control("sent"))[0] == 200
    assert (await control("fly"))[0] == 404
    assert (await control("start", nonsense=1))[0] == 422
    assert (await control("start", bot="nobody", person=person))[0] == 404


async def test_without_a_key_there_is_no_control_side(bench: Bench) -> None:
    fake = FakeTelegram()
    http = LocalHttp({"api.telegram.org": fake})
    request = HttpRequest(method="POST", url="https://api.telegram.org/control/snapshot", headers={"x-control-key": ""})
    assert (await http.request(request)).status == 404
    assert bench.fake.received == []


async def test_logs_for_checkers(bench: Bench) -> None:
    await bench.channel.connect(bench.context)
    await bench.fake.settle()
    bench.fake.moods.set("gateway", times=1, only=("sendMessage",))
    await bench.send(text="ок")
    last = bench.fake.received[-1]
    assert (last.method, last.accepted, last.answer, last.params["text"]) == ("sendMessage", True, 502, "ок")
    assert [(one.update_id, one.way) for one in bench.fake.sent] == [(1, "webhook")]


async def test_updates_please_the_schema(bench: Bench) -> None:
    await act_everything(bench)
    for delivered in bench.fake.sent:
        assert judge_object("Update", delivered.update) == [], delivered.update


async def act_everything(bench: Bench) -> None:
    """Let the person do everything once, delivered to the hook."""
    await bench.channel.connect(bench.context)
    player, who = bench.player, bench.person
    question = player.send_text(BOT, who, "Где заказ? https://shop.example/42 @vera a@b.example")
    for kind in ("photo", "video", "animation", "video_note", "audio", "voice", "document", "sticker"):
        extra = Extra(caption="" if kind in ("sticker", "video_note") else "подпись", duration=2, group="7")
        player.send_file(BOT, who, kind, FilePart("f.png", PIXEL, ""), extra)
    live = player.send_location(BOT, who, 55.7, 37.6, live_s=900)
    player.move_location(BOT, who, live, 55.8, 37.7)
    player.share_phone(BOT, who)
    player.send_contact(BOT, who, "+79160000000", "Пётр")
    player.edit_text(BOT, who, question, "Где заказ 43?")
    await ask(bench, "sendMessage", chat_id=who, text="Вопрос решён?",
              reply_markup={"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]})  # fmt: skip
    ours = bench.seen()[-1]["id"]
    player.press(BOT, who, ours)
    player.react(BOT, who, ours, ("👍",))
    player.send_text(BOT, who, "да", Extra(reply_to=ours, quote="решён", forwarded_from="Пётр"))
    owner = player.create_person("Анна")
    connection = player.connect_business(BOT, owner)
    number = player.write_business(BOT, connection, who, "Добрый день")
    player.delete_business(BOT, connection, who, (number,))
    player.block(BOT, who)
    player.unblock(BOT, who)
    await bench.fake.settle()
