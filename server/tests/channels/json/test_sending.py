import base64
from typing import Any

import msgspec
import pytest

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Attachment, Button, Mark
from otklik.channelkit.errors import CannotFetch, ChannelTrouble
from otklik.channelkit.fakes import AsgiFake, FakeAnswer, FakeRequest
from otklik.channelkit.outbound import Scope, SendError, SendErrorKind, Sent
from otklik.channels.json.signatures import is_signed
from tests.channels.json.bench import HOST, PERSON, PIXEL, SECRET, Bench, Loose

_K = SendErrorKind


class Blunt(AsgiFake):
    """Answers everything the same."""

    def __init__(self, answer: FakeAnswer) -> None:
        self.answer = answer
        self.seen: list[FakeRequest] = []

    async def respond(self, request: FakeRequest) -> FakeAnswer:
        self.seen.append(request)
        return self.answer


async def meet(answer: FakeAnswer, **changed: Loose) -> Any:
    bench = Bench(**changed)
    bench.http.mount(HOST, Blunt(answer))
    return (await bench.send(text="проба"))[0]


async def test_a_message_in_our_own_shape() -> None:
    bench = Bench()
    sent = await bench.send(
        text="Здравствуйте", marks=(Mark("bold", 0, 3),), reply_to="in-1", author_name="Анна", files=(bench.file(),),
        buttons=((Button("Да", "yes"), Button("Сайт", url="https://shop.example/")),),
    )  # fmt: skip
    assert sent == [Sent(external_id="m1")]
    assert bench.sent() == {
        "event": "message", "id": "otk-5-1", "user": {"id": PERSON}, "author": {"name": "Анна"},
        "message": {
            "id": "otk-5-1", "text": "Здравствуйте", "formatting": [{"kind": "bold", "offset": 0, "length": 3}],
            "reply_to": "in-1",
            "files": [{"name": "pixel.png", "type": "image/png", "kind": "image", "size": len(PIXEL),
                       "data": base64.b64encode(PIXEL).decode()}],
            "buttons": [[{"title": "Да", "payload": "yes"}, {"title": "Сайт", "url": "https://shop.example/"}]],
        },
    }  # fmt: skip
    request = bench.fake.received[-1]
    assert request.headers["idempotency-key"] == request.headers["webhook-id"] == "otk-5-1"
    assert is_signed("standard_webhooks", (SECRET,), request.body, request.headers)


async def test_what_the_other_side_cannot_is_left_out_or_written_as_text() -> None:
    bench = Bench(buttons=0, formatting=False, replies=False, files=False, text_max=30)
    buttons = ((Button("Да", "yes"), Button("Нет", "no")),)
    await bench.send(text="Всё хорошо?", marks=(Mark("bold", 0, 3),), reply_to="in-1", buttons=buttons)
    assert bench.sent()["message"] == {"id": "otk-5-1", "text": "Всё хорошо?\n\n1. Да\n2. Нет"}
    able = bench.channel.capabilities(bench.settings)
    assert (able.kinds_out, able.file_max_bytes, able.buttons_max, able.reply_to) == ((Kind.TEXT,), 0, 0, False)


async def test_a_long_text_keeps_its_order_and_its_buttons_at_the_end() -> None:
    bench = Bench(text_max=20)
    await bench.send(text="раз два три четыре пять шесть", buttons=((Button("Да", "yes"),),), reply_to="in-1")
    assert [one.text for one in bench.fake.seen] == ["раз два три четыре", "пять шесть"]
    assert [bool(one.buttons) for one in bench.fake.seen] == [False, True]
    assert [one.reply_to for one in bench.fake.seen] == ["in-1", ""]


async def test_the_same_request_again_is_one_message() -> None:
    bench = Bench()
    part = bench.channel.render(bench.message(text="раз"), bench.settings)[0]
    results = [await bench.channel.send(part, bench.context) for _ in range(2)]
    assert results == [Sent(external_id="m1")] * 2
    assert len(bench.fake.seen) == 1


async def test_the_same_change_again_is_a_new_request() -> None:
    bench = Bench()
    await bench.send(text="раз")
    for emojis in (("👍",), (), ("👍",)):
        await bench.channel.react("m1", "", emojis, bench.context)
    assert bench.fake.seen[0].reactions == ["👍"]


async def test_a_foreign_body_address_and_answer() -> None:
    blunt = Blunt(FakeAnswer(body=b'{"data": {"ids": [42]}}'))
    bench = Bench(
        url=f"https://{HOST}/bot/chats/{{{{user.id}}}}/send", template='{"body": "{{message.text}}", "silent": false}',
        answer_id="data.ids[0]", authorization="Bearer token-of-ours",
    )  # fmt: skip
    bench.http.mount(HOST, blunt)
    assert await bench.send(text="раз") == [Sent(external_id="42")]
    assert blunt.seen[0].path == "/bot/chats/77/send"
    assert msgspec.json.decode(blunt.seen[0].body) == {"body": "раз", "silent": False}
    assert blunt.seen[0].headers["authorization"] == "Bearer token-of-ours"


@pytest.mark.parametrize("body", [b"", b"ok", b"[]", b'{"id": null}', b'{"id": {}}', b"[" * 100_000])
async def test_an_answer_without_an_id_leaves_ours(body: bytes) -> None:
    assert await meet(FakeAnswer(body=body)) == Sent(external_id="otk-5-1")


@pytest.mark.parametrize(
    ("status", "kind", "scope"),
    [
        (301, _K.AUTH, Scope.INBOX), (400, _K.FORMAT, Scope.CHAT), (401, _K.AUTH, Scope.INBOX),
        (402, _K.POLICY, Scope.CHAT), (403, _K.AUTH, Scope.INBOX), (404, _K.AUTH, Scope.INBOX),
        (405, _K.AUTH, Scope.INBOX), (408, _K.RETRY, Scope.CHAT), (409, _K.RETRY, Scope.CHAT),
        (410, _K.GONE, Scope.CHAT), (413, _K.FORMAT, Scope.CHAT), (422, _K.FORMAT, Scope.CHAT),
        (425, _K.RATE, Scope.INBOX), (429, _K.RATE, Scope.INBOX), (451, _K.POLICY, Scope.CHAT),
        (500, _K.RETRY, Scope.CHAT), (501, _K.FORMAT, Scope.CHAT), (502, _K.RETRY, Scope.CHAT),
        (503, _K.RETRY, Scope.INBOX), (504, _K.RETRY, Scope.CHAT),
    ],
)  # fmt: skip
async def test_every_status_has_its_meaning(status: int, kind: SendErrorKind, scope: Scope) -> None:
    error = await meet(FakeAnswer(status=status))
    assert isinstance(error, SendError)
    assert (error.kind, error.scope, error.code) == (kind, scope, str(status))
    assert (error.retry_after_s or 0) > 0 if kind is _K.RATE else True


@pytest.mark.parametrize(
    ("code", "kind"),
    [("rate", _K.RATE), ("retry", _K.RETRY), ("format", _K.FORMAT), ("window", _K.WINDOW), ("gone", _K.GONE),
     ("blocked", _K.GONE), ("optout", _K.OPTOUT), ("auth", _K.AUTH), ("policy", _K.POLICY), ("other", _K.FORMAT)],
)  # fmt: skip
async def test_the_other_side_may_say_what_is_wrong(code: str, kind: SendErrorKind) -> None:
    body = msgspec.json.encode({"error": {"code": code, "detail": "because"}})
    error = await meet(FakeAnswer(status=422, body=body))
    assert isinstance(error, SendError)
    assert (error.kind, error.code, error.detail) == (kind, code, "because")


@pytest.mark.parametrize(
    ("header", "wait"), [("12", 12.0), ("99999999999", 3600.0), ("soon", 5.0), ("-1", 5.0), ("²", 5.0)]
)
async def test_how_long_to_wait_is_believed_within_reason(header: str, wait: float) -> None:
    error = await meet(FakeAnswer(status=429, headers={"retry-after": header}))
    assert error.retry_after_s == wait


async def test_an_other_side_that_knows_no_repeats_leaves_the_unknown_to_a_person() -> None:
    assert (await meet(FakeAnswer(status=500), repeats=False)).kind is _K.UNCERTAIN
    bench = Bench(repeats=False)
    bench.fake.moods.set("silent")
    assert [getattr(one, "kind", "") for one in await bench.send(text="раз")] == [_K.UNCERTAIN]
    bench.fake.moods.set("broken")
    assert getattr(await bench.channel.delete("m1", PERSON, bench.context), "kind", "") is _K.RETRY


async def test_secrets_do_not_come_back_in_words() -> None:
    said = msgspec.json.encode({"error": f"bad {SECRET} and Bearer-of-ours"})
    bench = Bench(authorization="Bearer-of-ours")
    bench.http.mount(HOST, Blunt(FakeAnswer(status=400, body=said)))
    error = (await bench.send(text="раз"))[0]
    assert isinstance(error, SendError)
    assert error.detail == "bad *** and ***"
    assert SECRET not in "".join(bench.notes.lines)


async def test_a_file_that_is_gone_fails_the_message() -> None:
    bench = Bench()
    assert [getattr(one, "code", "") for one in await bench.send(files=(bench.file("lost"),))] == ["file_gone"]


@pytest.mark.parametrize("text", ["\ud800 одинокий", "a" * 5_000, "\u202eзадом", "\0ноль"])
async def test_odd_texts_do_not_raise(text: str) -> None:
    bench = Bench(text_max=1_000)
    assert all(isinstance(one, Sent | SendError) for one in await bench.send(text=text))


@pytest.mark.parametrize(
    ("status", "error"), [(404, CannotFetch), (403, CannotFetch), (301, CannotFetch), (500, ChannelTrouble)]
)
async def test_a_file_that_does_not_come(status: int, error: type[Exception]) -> None:
    bench = Bench()
    bench.http.mount("files.example", Blunt(FakeAnswer(status=status)))
    with pytest.raises(error):
        await bench.channel.fetch_file(Attachment(kind=Kind.IMAGE, ref="https://files.example/a"), bench.context)


async def test_the_authorization_goes_to_the_own_host_only() -> None:
    bench = Bench(authorization="Bearer token-of-ours")
    there, own = Blunt(FakeAnswer(body=b"x")), Blunt(FakeAnswer(body=b"x", headers={"content-type": "image/png; q=1"}))
    bench.http.mount("files.example", there)
    bench.http.mount(HOST, own)
    await bench.channel.fetch_file(Attachment(kind=Kind.IMAGE, ref="https://files.example/a"), bench.context)
    fetched = await bench.channel.fetch_file(
        Attachment(kind=Kind.IMAGE, ref=f"https://{HOST}/%D1%84.png"), bench.context
    )
    assert (fetched.name, fetched.mime) == ("ф.png", "image/png")
    assert "authorization" not in there.seen[0].headers
    assert own.seen[0].headers["authorization"] == "Bearer token-of-ours"
