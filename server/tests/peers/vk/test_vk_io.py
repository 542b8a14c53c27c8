"""vk-io, which nobody here wrote: it understands what our fake delivers, and works with it as a client."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from otklik.channelkit.content import Button
from otklik.channels.vk.proof import secret_for
from otklik.kit.http import FilePart
from tests.channels.vk.bench import GROUP, PIXEL, SECRET, TOKEN, Bench, fixture_names, read_fixture
from tests.peers.node import ask_node

HERE = Path(__file__).parent
OURS = secret_for(SECRET, TOKEN)
_KNOWN = {
    "message_new", "message_reply", "message_edit", "message_allow", "message_deny", "message_event",
    "message_typing_state",
}  # fmt: skip


async def tell(deliveries: list[dict[str, Any]], secret: str = OURS) -> list[dict[str, Any]]:
    """Deliver to vk-io, and return its answers with what it read."""
    given = {"deliveries": deliveries, "secret": secret, "confirmation": "c0de42"}
    said: list[dict[str, Any]] = await ask_node(HERE / "callbacks.mjs", given=given)
    return said


async def test_it_reads_every_event_that_we_keep() -> None:
    names = [name for name in fixture_names() if name not in ("confirmation", "odd_details")]
    answers = await tell([read_fixture(name) | {"secret": OURS} for name in names])
    for name, answer in zip(names, answers, strict=True):
        assert (answer["status"], answer["body"]) == (200, "ok"), name
        if read_fixture(name)["type"] in _KNOWN:
            assert answer["heard"], name
    by_name = dict(zip(names, answers, strict=True))
    assert by_name["photo_with_ref"]["heard"][0]["referral"] == "promo_42"
    assert by_name["photo_with_ref"]["heard"][0]["attachments"] == ["photo"]
    assert by_name["voice"]["heard"][0]["attachments"] == ["audio_message"]
    assert by_name["reply"]["heard"][0]["reply"] == 3
    assert by_name["answered_in_vk"]["heard"][0]["isOutbox"] is True


async def test_it_wants_the_secret_and_answers_the_first_call() -> None:
    first = read_fixture("confirmation")
    text = read_fixture("text")
    said = await tell([first | {"secret": OURS}, text | {"secret": OURS}, text | {"secret": "wrong"}])
    assert [(one["status"], one["body"]) for one in said[:2]] == [(200, "c0de42"), (200, "ok")]
    assert said[2]["status"] == 403


async def test_it_understands_what_our_fake_delivers() -> None:
    bench = Bench()
    bench.player.start(GROUP, bench.person)
    await bench.channel.connect(bench.context)
    hand, person = bench.player, bench.person
    number = hand.send_text(GROUP, person, "вопрос")
    hand.send_file(GROUP, person, "photo", FilePart("p.png", PIXEL, "image/png"))
    hand.send_file(GROUP, person, "voice", FilePart("v.ogg", PIXEL, "audio/ogg"))
    hand.send_location(GROUP, person, 55.75, 37.61)
    hand.edit_text(GROUP, person, number, "другой вопрос")
    await bench.send(text="Вопрос решён?", buttons=((Button("Да", "yes"),),), reply_to=f"{person}:{number}")
    hand.press(GROUP, person, bench.seen()[-1]["id"])
    hand.type(GROUP, person)
    hand.block(GROUP, person)
    hand.unblock(GROUP, person)
    hand.start(GROUP, person, "promo_42")
    await bench.fake.settle()
    deliveries = [json.loads(call.body) for call in bench.hooks.calls]
    answers = await tell(deliveries)
    assert all(one["body"] == "ok" for one in answers)
    read: dict[str, list[dict[str, Any]]] = {}
    for delivery, answer in zip(deliveries, answers, strict=True):
        read.setdefault(delivery["type"], []).extend(answer["heard"])
    assert [one["text"] for one in read["message_new"]] == ["вопрос", None, None, None, "Начать"]
    assert [one["attachments"] for one in read["message_new"]][1:3] == [["photo"], ["audio_message"]]
    assert read["message_new"][3]["geo"] is True
    assert read["message_new"][4]["referral"] == "promo_42"
    assert read["message_edit"][0]["text"] == "другой вопрос"
    assert read["message_reply"][0]["isOutbox"] is True
    assert read["message_event"][0]["eventPayload"] == {"p": "yes"}
    assert {"message_typing_state", "message_deny", "message_allow"} <= read.keys()
    await bench.fake.close()


@pytest.fixture
async def served() -> AsyncIterator[tuple[Bench, str]]:
    """The fake on a real port."""
    bench = Bench()
    bench.player.start(GROUP, bench.person)
    server = uvicorn.Server(uvicorn.Config(bench.fake, port=0, log_level="error", lifespan="off", ws="none"))
    serving = asyncio.ensure_future(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield bench, f"http://127.0.0.1:{port}"
    server.should_exit = server.force_exit = True
    await serving


async def test_it_works_with_our_fake_as_a_client(served: tuple[Bench, str]) -> None:
    bench, base = served
    stranger = bench.player.create_person("Незнакомец")
    said = await ask_node(
        HERE / "client.mjs",
        given={
            "base": base, "token": TOKEN, "group": int(bench.account.id), "peer": bench.person, "stranger": stranger,
            "pixel": base64.b64encode(PIXEL).decode(),
        },
    )  # fmt: skip
    assert said["group"]["groups"][0]["screen_name"] == GROUP
    assert {one["name"] for one in said["rights"]["permissions"]} == {"messages", "manage", "photos", "docs"}
    assert said["one"] == said["again"]
    assert [said[name] for name in ("edited", "typing", "reaction", "read")] == [1, 1, 1, 1]
    assert said["users"][0]["first_name"] == "Вера"
    assert said["photo"].startswith("photo-")
    assert said["document"].startswith("doc-")
    assert said["refusals"] == {"stranger": 901, "empty": 100, "long": 914, "keyboard": 911, "token": 5}
    assert said["line"]["server"].startswith(base)
    seen = bench.seen()
    assert [one["text"] for one in seen] == ["один", "изменено", "файлы"]
    assert len(seen[-1]["files"]) == 2
