"""The double is as strict as the real thing: what WhatsApp refuses, it refuses, under the same number."""

import json
from typing import Any

import pytest

from otklik.channelkit.fakes import FakeAnswer
from otklik.kit.http import HttpRequest
from tests.channels.whatsapp.bench import BASE, BOT, Bench
from tests.channels.whatsapp.wire import Loose


def text(**more: Loose) -> Loose:
    return {"messaging_product": "whatsapp", "to": "79161234567", "type": "text", "text": {"body": "да"}, **more}


def interactive(body: str = "?", **content: Loose) -> Loose:
    return text(type="interactive", interactive={"body": {"text": body}, **content})


def replies(*pairs: tuple[str, str]) -> Loose:
    shown = [{"type": "reply", "reply": {"id": name, "title": title}} for name, title in pairs]
    return interactive(type="button", action={"buttons": shown})


def listed(*rows: Loose, button: str = "Выбрать") -> Loose:
    return interactive(type="list", action={"button": button, "sections": [{"title": "x", "rows": list(rows)}]})


async def ask(bench: Bench, method: str, path: str, body: Loose = None, **headers: str) -> tuple[int, dict[str, Any]]:
    sent = {"authorization": f"Bearer {bench.account.token}", "content-type": "application/json", **headers}
    content = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
    answer = await bench.http.request(HttpRequest(method=method, url=f"{BASE}/{path}", headers=sent, body=content))
    return answer.status, json.loads(answer.body)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (text(messaging_product="telegram"), 100), (text(to=""), 131008), (text(text={"body": ""}), 100),
        (text(text={"body": "x" * 4097}), 100), (text(text="x"), 131008), (text(type="hologram", hologram={}), 100),
        (text(biz_opaque_callback_data="x" * 513), 131009), (text(context={"message_id": "wamid.?"}), 131009),
        (text(type="image", image={"caption": "x"}), 131009), (text(type="image", image={"id": "f999"}), 131009),
        (text(type="audio", audio={"id": "f1", "caption": "x"}), 100),
        (text(type="image", image={"id": "f1", "caption": "x" * 1025}), 131009),
        (replies(), 131009), (replies(*((str(n), str(n)) for n in range(4))), 131009),
        (replies(("1", "x" * 21)), 131009), (replies(("1", "a"), ("1", "b")), 131009),
        (replies(("1", "a"), ("2", "a")), 131009), (replies(("x" * 257, "a")), 131009),
        (interactive("x" * 1025, type="button", action={}), 131009), (interactive(type="poll"), 131009),
        (listed(), 131009), (listed({"id": "1", "title": "x" * 25}), 131009),
        (listed({"id": "1", "title": "x", "description": "x" * 73}), 131009),
        (listed(*({"id": str(n), "title": "x"} for n in range(11))), 131009),
        (listed({"id": "1", "title": "a"}, button="x" * 21), 131009),
        (interactive(type="cta_url", action={"name": "cta_url", "parameters": {"display_text": "x", "url": "tel:1"}}),
         131009),
        (text(type="reaction", reaction={"message_id": "wamid.?", "emoji": "👍"}), 131009),
        (text(type="template", template={"name": "nobody", "language": {"code": "ru"}}), 132001),
        ({"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.?"}, 131009), (b"{", 100),
    ],
)  # fmt: skip
async def test_what_is_refused(bench: Bench, body: Loose, code: int) -> None:
    status, answer = await ask(bench, "POST", f"v25.0/{bench.account.id}/messages", body)
    assert (status, answer["error"]["code"]) == (400, code)
    assert answer["error"]["fbtrace_id"]
    assert bench.seen() == []


async def test_who_may_ask(bench: Bench) -> None:
    number, app = bench.account.id, bench.account.extra["app"]
    for path in (number, f"{app}/subscriptions"):
        status, answer = await ask(bench, "GET", f"v25.0/{path}", authorization="Bearer wrong")
        assert (status, answer["error"]["code"]) == (401, 190)
    bench.player.revoke_token(BOT)
    assert (await ask(bench, "GET", f"v25.0/{number}"))[0] == 401


async def test_an_unknown_number_of_a_person_is_taken_and_lost(bench: Bench) -> None:
    path = f"v25.0/{bench.account.id}/messages"
    status, answer = await ask(bench, "POST", path, text(to="79990000000"))
    assert (status, answer["contacts"]) == (200, [{"input": "79990000000", "wa_id": "79990000000"}])
    [report, reach] = await bench.arrived()
    assert (getattr(report, "code", ""), getattr(reach, "reachable", None)) == ("131026", False)


async def test_the_state_can_be_kept_and_taken_up_again(bench: Bench) -> None:
    bench.player.send_text(BOT, bench.person, "раз")
    await bench.send(text="два")
    kept = json.loads(json.dumps(bench.fake.snapshot()))
    before = bench.view()
    await bench.send(text="три")
    bench.fake.restore(kept)
    assert bench.view()["messages"] == before["messages"]


async def test_a_delivery_is_repeated_until_it_is_taken(bench: Bench) -> None:
    bench.hooks.refusals = [FakeAnswer(status=500), FakeAnswer(status=503)]
    bench.player.send_text(BOT, bench.person, "слышно?")
    [fact] = await bench.arrived()
    assert fact.key
    assert len(bench.pauses) == 2
