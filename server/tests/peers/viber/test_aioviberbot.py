"""aioviberbot, which nobody here wrote: it reads what our fake delivers, and works with it as a client."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn
from aioviberbot import Api  # type: ignore[import-untyped]
from aioviberbot.api import api as peer  # type: ignore[import-untyped]
from aioviberbot.api.bot_configuration import BotConfiguration  # type: ignore[import-untyped]
from aioviberbot.api.errors import ViberRequestError  # type: ignore[import-untyped]
from aioviberbot.api.messages import FileMessage, LocationMessage, PictureMessage, TextMessage  # type: ignore[import-untyped]
from aioviberbot.api.messages.data_types.location import Location  # type: ignore[import-untyped]

from otklik.channelkit.content import Button
from otklik.kit.http import FilePart
from tests.channels.viber.bench import BOT, PIXEL, TOKEN, Bench, call_of, fixture_names

_UNKNOWN_THERE = {
    "client_status", "future_event", "future_kind", "no_media", "odd_details", "odd_location", "nameless",
}  # fmt: skip


def make_api() -> Api:
    """Make a bot of the peer."""
    return Api(BotConfiguration(name="Магазин", avatar="", auth_token=TOKEN))


@pytest.mark.parametrize("name", [name for name in fixture_names() if name not in _UNKNOWN_THERE])
def test_it_reads_every_event_that_we_keep(name: str) -> None:
    call = call_of(name)
    api = make_api()
    assert api.verify_signature(call.body, call.headers["x-viber-content-signature"])
    assert api.parse_request(call.body).event_type == json.loads(call.body)["event"]


async def test_it_reads_what_our_fake_delivers() -> None:
    bench = Bench(welcome="Здравствуйте!")
    await bench.channel.connect(bench.context)
    hand, person = bench.player, bench.person
    hand.start(BOT, person, "promo_42")
    hand.send_text(BOT, person, "вопрос")
    for kind in ("photo", "video", "document", "sticker"):
        hand.send_file(BOT, person, kind, FilePart(f"{kind}.png", PIXEL, "image/png"))
    hand.send_location(BOT, person, 55.75, 37.61)
    hand.share_phone(BOT, person)
    await bench.send(text="Вопрос решён?", buttons=((Button("Да", "yes"),),))
    hand.press(BOT, person, bench.seen()[-1]["id"])
    hand.receive(BOT, person, "delivered")
    hand.receive(BOT, person, "read")
    hand.block(BOT, person)
    hand.unblock(BOT, person)
    await bench.fake.settle()
    api = make_api()
    read = []
    for call in bench.hooks.calls:
        assert api.verify_signature(call.body, call.headers["x-viber-content-signature"])
        read.append(api.parse_request(call.body))
    assert {one.event_type for one in read} == {
        "webhook", "conversation_started", "message", "delivered", "seen", "unsubscribed", "subscribed",
    }  # fmt: skip
    messages = [one.message for one in read if one.event_type == "message"]
    assert [type(one).__name__ for one in messages] == [
        "TextMessage", "PictureMessage", "VideoMessage", "FileMessage", "StickerMessage", "LocationMessage",
        "ContactMessage", "TextMessage",
    ]  # fmt: skip
    assert messages[-1].text == "otk:yes"
    assert messages[-1].tracking_data == "otk.1.0"
    await bench.fake.close()


@pytest.fixture
async def served(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bench]:
    """The fake on a real port, and the peer told to go there."""
    bench = Bench()
    server = uvicorn.Server(uvicorn.Config(bench.fake, port=0, log_level="error", lifespan="off", ws="none"))
    serving = asyncio.ensure_future(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    monkeypatch.setattr(peer, "VIBER_BOT_API_URL", f"http://127.0.0.1:{port}/pa")
    yield bench
    server.should_exit = server.force_exit = True
    await serving


async def test_it_works_with_our_fake_as_a_client(served: Bench) -> None:
    bench, api = served, make_api()
    bench.player.send_text(BOT, bench.person, "Добрый день")
    events = await api.set_webhook("https://desk.example/hooks/abc", ["delivered", "seen"])
    assert events == ["delivered", "seen"]
    info: dict[str, Any] = await api.get_account_info()
    assert (info["name"], info["webhook"]) == ("Магазин", "https://desk.example/hooks/abc")
    user = await api.get_user_details(bench.ref)
    assert user["name"] == "Вера Иванова"
    key = {"Columns": 6, "Rows": 1, "ActionType": "reply", "ActionBody": "да", "Text": "Да"}
    keys = {"Type": "keyboard", "Buttons": [key]}
    tokens = await api.send_messages(bench.ref, [
        TextMessage(text="раз", keyboard=keys), PictureMessage(media="https://desk.example/files/p.png", text="два"),
        FileMessage(media="https://desk.example/files/d.pdf", size=68, file_name="d.pdf"),
        LocationMessage(location=Location(lat=55.75, lon=37.61)),
    ])  # fmt: skip
    assert len(set(tokens)) == 4
    assert [one["kind"] for one in bench.seen()] == ["text", "photo", "document", "location"]
    assert bench.seen()[0]["buttons"] == [[{"text": "Да"}]]
    for receiver, text, status in (("nobody=", "x", "5"), (bench.ref, "x" * 7001, "3")):
        with pytest.raises(ViberRequestError, match=f"status: {status}"):
            await api.send_messages(receiver, TextMessage(text=text))
    await api.unset_webhook()
    assert bench.account.hook == ""
