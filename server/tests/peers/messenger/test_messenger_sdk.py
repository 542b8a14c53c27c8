"""@warriorteam/messenger-sdk, which nobody here wrote: it reads and sends what our fake does, and asks as we ask."""

import asyncio
import json
from pathlib import Path
from typing import Any

import uvicorn

from otklik.channelkit.content import Button
from otklik.channelkit.meta.signing import HEADER, sign
from otklik.channels.messenger import outbound
from tests.channels.messenger.bench import BOT, Bench
from tests.channels.messenger.wire import APP_SECRET, fixture_names, read_fixture
from tests.peers.node import ask_node

HERE = Path(__file__).parent


async def tell(bodies: list[tuple[str, str]], secret: str = APP_SECRET) -> list[dict[str, Any]]:
    """Hand deliveries with their signatures over, and return what was read."""
    deliveries = [{"body": body, "signature": signature} for body, signature in bodies]
    said: list[dict[str, Any]] = await ask_node(
        HERE / "webhooks.mjs", given={"deliveries": deliveries, "secret": secret}
    )
    return said


async def test_it_knows_our_signature_and_refuses_what_we_refuse() -> None:
    bodies = [json.dumps(read_fixture(name), ensure_ascii=False) for name in fixture_names()]
    assert all(one["genuine"] for one in await tell([(one, sign(one.encode(), APP_SECRET)) for one in bodies]))
    genuine = sign(bodies[0].encode(), APP_SECRET)
    said = await tell([(bodies[0], ""), (bodies[0] + " ", genuine), (bodies[0], genuine)])
    assert [one["genuine"] for one in said] == [False, False, True]


async def test_it_understands_what_our_fake_delivers() -> None:
    bench = Bench()
    await bench.channel.connect(bench.context)
    hand, person = bench.player, bench.person
    hand.start(BOT, person, "promo_42")
    hand.send_text(BOT, person, "вопрос")
    hand.edit_text(BOT, person, 1, "другой вопрос")
    await bench.send(text="Вопрос решён?", buttons=((Button("Да", "yes"),),))
    hand.react(BOT, person, 2, ("👍",))
    hand.press(BOT, person, 2)
    hand.receive(BOT, person, "read")
    await bench.fake.settle()
    said = await tell([(call.body.decode(), call.headers[HEADER]) for call in bench.hooks.calls], bench.account.secret)
    assert all(one["genuine"] for one in said)
    assert [kind for one in said for kind in one["kinds"]] == [
        "postback", "message", "message_edit", "message_echo", "reaction", "postback", "read",
    ]  # fmt: skip
    await bench.fake.close()


async def test_it_asks_for_the_same_as_we_do() -> None:
    bench = Bench()
    bench.player.send_text(BOT, bench.person, "вопрос")
    server = uvicorn.Server(uvicorn.Config(bench.fake, port=0, log_level="error", lifespan="off", ws="none"))
    serving = asyncio.ensure_future(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    theirs = bench.view()["messages"][0]["ref"]
    given = {
        "base": f"http://127.0.0.1:{port}", "token": bench.context.settings["token"], "person": bench.ref,
        "theirs": theirs,
    }  # fmt: skip
    try:
        said = await ask_node(HERE / "client.mjs", given=given)
    finally:
        server.should_exit = server.force_exit = True
        await serving
    assert said["refused"] == [100, 2018001]
    assert said["name"]["first_name"] == "Вера"
    assert [one["text"] for one in bench.seen()] == ["один", "Вопрос решён?"]
    assert bench.view()["typing"]
    assert bench.view()["messages"][0]["reactions"] == {"ours": ["👍"]}
    sent = [json.loads(one.request.body) for one in bench.fake.received if one.call == "messages"]
    rows = ((Button("Да", "yes"), Button("Сайт", url="https://shop.example/")),)
    (part,) = outbound.render(bench.message(text="Вопрос решён?", buttons=rows))
    ours, theirs_said = (one["message"]["attachment"]["payload"] for one in (part.payload, sent[1]))
    assert [set(one) for one in ours["buttons"]] == [set(one) for one in theirs_said["buttons"]]
    assert ours.keys() == theirs_said.keys()
    reaction = outbound.render_action(bench.ref, "react", message_id=theirs, reaction="👍")
    assert any(reaction.items() <= one.items() for one in sent)
