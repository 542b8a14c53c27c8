"""@kapso/whatsapp-cloud-api, which nobody here wrote: it reads and sends what our fake does, and asks as we ask."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from otklik.channelkit.content import Button, Location
from otklik.channelkit.meta.signing import HEADER, sign
from otklik.channelkit.outbound import ChosenTemplate
from otklik.channels.whatsapp import outbound
from otklik.kit.http import FilePart
from tests.channels.whatsapp.bench import BOT, PIXEL, Bench
from tests.channels.whatsapp.wire import APP_SECRET, VERA, fixture_names, read_fixture
from tests.peers.node import ask_node

HERE = Path(__file__).parent


async def tell(bodies: list[tuple[str, str]], secret: str = APP_SECRET) -> list[dict[str, Any]]:
    """Hand deliveries with their signatures over, and return what was read."""
    deliveries = [{"body": body, "signature": signature} for body, signature in bodies]
    said: list[dict[str, Any]] = await ask_node(
        HERE / "webhooks.mjs", given={"deliveries": deliveries, "secret": secret}
    )
    return said


async def test_it_reads_every_delivery_that_we_keep_and_knows_our_signature() -> None:
    names = fixture_names()
    bodies = [json.dumps(read_fixture(name), ensure_ascii=False) for name in names]
    said = dict(zip(names, await tell([(one, sign(one.encode(), APP_SECRET)) for one in bodies]), strict=True))
    assert all(one["genuine"] for one in said.values())
    for name, one in said.items():
        read = one["read"]
        if name != "user_preferences":
            assert read["messages"] or read["statuses"] or read["raw"], name
    assert [one["id"] for one in said["batch"]["read"]["messages"]] == ["wamid.IN000", "wamid.B2", "wamid.IN001"]
    assert said["text_without_phone"]["read"]["messages"][0]["fromUserId"] == "RU.777"
    assert said["status_failed"]["read"]["statuses"][0]["errors"][0]["code"] == 131047
    assert said["text_with_code"]["read"]["contacts"][0]["userId"] == VERA


async def test_it_refuses_what_we_refuse() -> None:
    body = json.dumps(read_fixture("image"))
    genuine = sign(body.encode(), APP_SECRET)
    said = await tell([(body, ""), (body + " ", genuine), (body, genuine[:-1] + "g"), (body, genuine)])
    assert [one["genuine"] for one in said] == [False, False, False, True]


async def test_it_understands_what_our_fake_delivers() -> None:
    bench = Bench()
    await bench.channel.connect(bench.context)
    hand, person = bench.player, bench.person
    number = hand.send_text(BOT, person, "вопрос")
    hand.send_file(BOT, person, "photo", FilePart("p.png", PIXEL, "image/png"))
    hand.send_file(BOT, person, "voice", FilePart("v.ogg", PIXEL, "audio/ogg"))
    hand.send_location(BOT, person, 55.75, 37.61)
    hand.send_contact(BOT, person, "+79160000000", "Пётр")
    hand.edit_text(BOT, person, number, "другой вопрос")
    await bench.send(text="Вопрос решён?", buttons=((Button("Да", "yes"),),))
    hand.react(BOT, person, bench.seen()[-1]["id"], ("👍",))
    hand.press(BOT, person, bench.seen()[-1]["id"])
    hand.receive(BOT, person, "read")
    await bench.fake.settle()
    bodies = [(call.body.decode(), call.headers[HEADER]) for call in bench.hooks.calls]
    said = await tell(bodies, bench.account.secret)
    assert all(one["genuine"] for one in said)
    messages = [message for one in said for message in one["read"]["messages"]]
    assert [one["type"] for one in messages] == [
        "text", "image", "audio", "location", "contacts", "edit", "reaction", "interactive",
    ]  # fmt: skip
    assert messages[2]["audio"]["voice"] is True
    assert messages[7]["interactive"]["buttonReply"] == {"id": "yes", "title": "Да"}
    assert [status["status"] for one in said for status in one["read"]["statuses"]] == ["sent", "read"]
    assert {one["read"]["phoneNumberId"] for one in said} == {bench.account.id}
    await bench.fake.close()


@pytest.fixture
async def served() -> AsyncIterator[tuple[Bench, str]]:
    """The fake on a real port, and a person who has written."""
    bench = Bench()
    bench.player.send_text(BOT, bench.person, "вопрос")
    server = uvicorn.Server(uvicorn.Config(bench.fake, port=0, log_level="error", lifespan="off", ws="none"))
    serving = asyncio.ensure_future(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield bench, f"http://127.0.0.1:{port}"
    server.should_exit = server.force_exit = True
    await serving


async def work(bench: Bench, base: str) -> dict[str, Any]:
    """Let the library do everything it can."""
    settings = bench.context.settings
    given = {
        "base": base, "token": settings["token"], "number": settings["phone_number_id"], "waba": settings["waba_id"],
        "to": "79161234567", "recipient": bench.ref, "theirs": bench.view()["messages"][0]["ref"],
        "pixel": base64.b64encode(PIXEL).decode(),
    }  # fmt: skip
    said: dict[str, Any] = await ask_node(HERE / "client.mjs", given=given)
    return said


async def test_it_works_with_our_fake_as_a_client(served: tuple[Bench, str]) -> None:
    bench, base = served
    said = await work(bench, base)
    assert said["known"] is True
    assert said["text"]["messages"][0]["id"].startswith("wamid.")
    assert said["media"]["mimeType"] == "image/png"
    assert len(said["templates"]["data"]) == 7
    assert said["read"]["success"] is True
    assert [one["code"] for one in said["refusals"].values()] == [190, 132001, 131009]
    seen = bench.seen()
    assert [one["kind"] for one in seen] == ["text"] * 5 + ["location", "photo", "text"]
    assert seen[0]["reply_to"] == 1
    assert bench.view()["messages"][0]["reactions"] == {"ours": ["👍"]}
    assert bench.view()["typing"]


async def test_it_asks_for_the_same_as_we_do(served: tuple[Bench, str]) -> None:
    bench, base = served
    await work(bench, base)
    sent = [json.loads(one.request.body) for one in bench.fake.received if one.call == "messages"]
    theirs = bench.view()["messages"][0]["ref"]
    answers = ((Button("Да", "yes"), Button("Нет", "no")),)
    chosen = ChosenTemplate(
        name="order_ready", language="ru", values={"body.1": "Вера", "body.2": "42", "button.0": "later"}
    )
    ours = [
        bench.message(text="один https://shop.example/", reply_to=theirs),
        bench.message(text="по идентификатору"),
        bench.message(text="Вопрос решён?", buttons=answers),
        bench.message(text="Что?", buttons=tuple((Button(one, f"p:{one}"),) for one in "1234")),
        bench.message(buttons=((Button("Сайт", url="https://shop.example/"),),)),
        bench.message(location=Location(55.75, 37.61, "Склад", "Тверская, 1")),
        bench.message(template=chosen),
    ]
    for message in ours:
        (part,) = outbound.render(message, {})
        kind = part.payload["type"]
        found = [one for one in sent if one.get("type") == kind and _plain(one[kind]) == _plain(part.payload[kind])]
        assert found, (part.payload, [one for one in sent if one.get("type") == kind])
    reaction = outbound.render_reaction(theirs, "79161234567", ("👍",))
    assert any(one.get("reaction") == reaction["reaction"] and one["to"] == reaction["to"] for one in sent)
    assert outbound.render_read(theirs, typing=True) in sent
    assert sent[0]["context"] == {"message_id": theirs}
    assert sent[1]["recipient"] == bench.ref


def _plain(value: Any) -> Any:
    """Return a value as it counts: a number of a button is one as a text too, and nothing said is a plain no."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items() if one is not False}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return str(value)
