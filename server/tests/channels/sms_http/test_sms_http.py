import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.channel import ChannelContext, Doubt
from otklik.channelkit.conformance import Conformance, Specimen, Trouble, judge
from otklik.channelkit.errors import BadSettings, BadSignature, UnknownShape
from otklik.channelkit.fakes import AsgiFake, FakeAnswer, FakeRequest, LocalHttp, json_answer
from otklik.channelkit.inbound import (
    DeliveryReported,
    DeliveryStatus,
    Happening,
    HookCall,
    MessageReceived,
    ReachChanged,
)
from otklik.channelkit.manifest import Grade
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, Scope, SendError, SendErrorKind, SendResult, Sent
from otklik.channels.sms_http import SmsHttpChannel
from otklik.channels.sms_http.description import check_settings, read_settings
from otklik.channels.sms_http.fake import FakeSmsc
from otklik.channels.sms_http.presets import PRESETS
from otklik.channels.sms_http.templates import fill_form, fill_json, follow, read_table
from otklik.kit.errors import FieldError
from tests.channels.telegram.bench import Notes, Shelf

PERSON = "+79161234567"
HOOK = "https://desk.example/hooks/abc"
SECRET = "a-secret-of-incoming-calls"
PASSWORD = "pass & word/1"


class Any200(AsgiFake):
    """A provider that answers as it is told and remembers what it was asked."""

    def __init__(self) -> None:
        self.answer = json_answer({})
        self.asked: list[FakeRequest] = []

    async def respond(self, request: FakeRequest) -> FakeAnswer:
        self.asked.append(request)
        return self.answer


class Bench:
    """A described provider."""

    def __init__(self, **settings: Any) -> None:
        self.provider = Any200()
        hosts = ("smsc.ru", "rest.nexmo.com", "api.exolve.ru", "sms.example")
        self.http = LocalHttp(dict.fromkeys(hosts, self.provider), patience_s=0.05)
        self.notes = Notes()
        self.channel = SmsHttpChannel()
        self.settings = {"login": "shop", "password": PASSWORD, "key": "k-e-y-1", "sender": "Shop", "hook_key": SECRET,
                         **settings}  # fmt: skip
        self.context = ChannelContext(
            inbox_id=1, settings=self.settings, http=self.http, files=Shelf(), log=self.notes, hook_url=HOOK,
        )  # fmt: skip

    async def send(self, text: str = "Привет & до = встречи") -> list[SendResult]:
        message = OutboundMessage(message_id=5, conversation_id=1, recipient=PERSON, text=text)
        parts = self.channel.render(message, self.settings)
        assert parts == self.channel.render(message, self.settings)
        return [await self.channel.send(part, self.context) for part in parts]

    def parse(self, body: str | bytes, query: str = "") -> Sequence[Happening]:
        raw = body.encode() if isinstance(body, str) else body
        return self.channel.parse(HookCall(body=raw, query=query), self.settings)

    def verify(self, body: bytes, query: str = "", **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.channel.verify(HookCall(body=body, query=query, headers=named), self.settings, "")


# Presets ------------------------------------------------------------------------------------------------------


async def test_smsc_is_asked_with_a_form() -> None:
    bench = Bench(preset="smsc")
    bench.provider.answer = json_answer({"id": 77, "cnt": 1})
    assert await bench.send() == [Sent(external_id="77")]
    (asked,) = bench.provider.asked
    assert (asked.method, asked.path) == ("POST", "/sys/send.php")
    assert asked.body.decode() == (
        "login=shop&psw=pass+%26+word%2F1&phones=79161234567&mes=%D0%9F%D1%80%D0%B8%D0%B2%D0%B5%D1%82+%26+%D0%B4%D0%BE"
        "+%3D+%D0%B2%D1%81%D1%82%D1%80%D0%B5%D1%87%D0%B8&sender=Shop&fmt=3&charset=utf-8"
    )


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (1, SendErrorKind.FORMAT), (2, SendErrorKind.AUTH), (3, SendErrorKind.AUTH), (4, SendErrorKind.AUTH),
        (5, SendErrorKind.FORMAT), (6, SendErrorKind.POLICY), (7, SendErrorKind.GONE), (8, SendErrorKind.GONE),
        (9, SendErrorKind.RATE),
    ],
)  # fmt: skip
async def test_refusals_of_smsc(code: int, kind: SendErrorKind) -> None:
    bench = Bench(preset="smsc")
    bench.provider.answer = json_answer({"error": f"no, {PASSWORD}", "error_code": code})
    (error,) = await bench.send()
    assert isinstance(error, SendError)
    assert (error.kind, error.code, error.detail) == (kind, str(code), "no, ***")
    assert (error.scope is Scope.INBOX) == (kind in (SendErrorKind.RATE, SendErrorKind.AUTH))


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        ("1", DeliveryStatus.DELIVERED), ("2", DeliveryStatus.READ), ("20", DeliveryStatus.FAILED),
        ("3", DeliveryStatus.FAILED), ("-3", DeliveryStatus.UNCERTAIN),
    ],
)  # fmt: skip
def test_reports_of_smsc(status: str, meaning: DeliveryStatus) -> None:
    (report,) = Bench(preset="smsc").parse(f"id=77&phone=79161234567&status={status}")
    assert isinstance(report, DeliveryReported)
    assert (report.message_id, report.status) == ("77", meaning)


@pytest.mark.parametrize("status", ["-1", "0"])
def test_a_message_on_its_way_changes_nothing(status: str) -> None:
    assert Bench(preset="smsc").parse(f"id=77&phone=79161234567&status={status}") == ()


def test_messages_of_smsc() -> None:
    (message,) = Bench(preset="smsc").parse("phone=79161234567&mes=%D0%94%D0%B0&to=Shop&sms_id=5")
    assert isinstance(message, MessageReceived)
    assert (message.sender.external_id, message.content.text, message.key) == (PERSON, "Да", "mo:5")


async def test_vonage_is_asked_for_unicode_only_where_it_is_needed() -> None:
    bench = Bench(preset="vonage")
    bench.provider.answer = json_answer({"messages": [{"status": "0", "message-id": "M1"}]})
    assert await bench.send() == await bench.send("plain") == [Sent(external_id="M1")]
    kinds = [dict(fill_form(asked.body.decode(), {}))["type"] for asked in bench.provider.asked]
    assert kinds == ["unicode", "text"]
    assert dict(fill_form(bench.provider.asked[0].body.decode(), {}))["callback"] == HOOK


@pytest.mark.parametrize(
    ("status", "kind"),
    [("1", SendErrorKind.RATE), ("4", SendErrorKind.AUTH), ("7", SendErrorKind.POLICY), ("29", SendErrorKind.GONE),
     ("99", SendErrorKind.FORMAT)],
)  # fmt: skip
async def test_refusals_of_vonage(status: str, kind: SendErrorKind) -> None:
    bench = Bench(preset="vonage")
    bench.provider.answer = json_answer({"messages": [{"status": status, "error-text": "No"}]})
    (error,) = await bench.send()
    assert isinstance(error, SendError)
    assert (error.kind, error.detail) == (kind, "No")


def test_what_vonage_delivers() -> None:
    bench = Bench(preset="vonage")
    (message,) = bench.parse('{"msisdn": "79161234567", "to": "1", "messageId": "I1", "text": "СТОП"}')[:1]
    assert isinstance(message, MessageReceived)
    reach = bench.parse("msisdn=79161234567&messageId=I1&text=%D0%A1%D0%A2%D0%9E%D0%9F")[1]
    assert isinstance(reach, ReachChanged)
    (report,) = bench.parse("messageId=M1&status=failed&err-code=6&msisdn=79161234567")
    assert isinstance(report, DeliveryReported)
    assert (report.status, report.code) == (DeliveryStatus.FAILED, "6")


async def test_exolve_is_asked_with_json_and_a_token() -> None:
    bench = Bench(preset="exolve")
    bench.provider.answer = json_answer({"message_id": "459"})
    assert await bench.send('с "кавычками"\n') == [Sent(external_id="459")]
    (asked,) = bench.provider.asked
    assert asked.headers["authorization"] == "Bearer k-e-y-1"
    assert json.loads(asked.body) == {"number": "Shop", "destination": "79161234567", "text": 'с "кавычками"'}


@pytest.mark.parametrize("preset", [name for name in PRESETS if name != "custom"])
def test_every_preset_is_a_good_description(preset: str) -> None:
    check_settings(Bench(preset=preset).settings)


# One's own ----------------------------------------------------------------------------------------------------

_OWN = {
    "preset": "custom", "url": "https://sms.example/{login}/send", "method": "GET", "format": "query",
    "body": "t={text}&n={to}&ref={id}", "auth": "basic", "id_path": "data.0.id", "status_path": "st",
    "status_id_path": "mid", "status_words": "ok=delivered, bad|worse=failed", "in_from_path": "msg.from",
    "in_text_path": "msg.text",
}  # fmt: skip


async def test_a_description_of_ones_own() -> None:
    bench = Bench(**_OWN)
    bench.provider.answer = json_answer({"data": [{"id": 9}]})
    assert await bench.send("да") == [Sent(external_id="9")]
    (asked,) = bench.provider.asked
    assert (asked.method, asked.path) == ("GET", "/shop/send")
    assert asked.query == "t=%D0%B4%D0%B0&n=%2B79161234567&ref=5-0"
    assert asked.headers["authorization"] == "Basic " + base64.b64encode(f"shop:{PASSWORD}".encode()).decode()


async def test_a_key_in_a_header() -> None:
    bench = Bench(**{**_OWN, "auth": "header", "auth_header": "X-Token"})
    await bench.send("да")
    assert bench.provider.asked[0].headers["x-token"] == "k-e-y-1"


def test_one_bad_thing_of_a_batch_harms_only_itself() -> None:
    bench = Bench(**_OWN)
    batch = [
        7,
        {"mid": "1", "st": "teleported"},
        {"mid": "2", "st": "OK"},
        {"msg": {"from": "79161234567", "text": "да"}},
    ]
    happened = bench.parse(json.dumps(batch))
    assert [type(one) for one in happened] == [DeliveryReported, MessageReceived]


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"[1]", b"\xff", b"{", b"[" * 3000, b'{"mid": "1", "st": "?"}'])
def test_unknown_shapes(body: bytes) -> None:
    with pytest.raises(UnknownShape):
        Bench(**_OWN).parse(body)


@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.text(max_size=5), st.lists).map(lambda x: json.dumps(x).encode())
)
def test_nothing_but_an_unknown_shape_is_raised(body: bytes) -> None:
    for settings in (_OWN, {"preset": "smsc"}, {"preset": "vonage"}):
        with suppress(UnknownShape):
            Bench(**settings).parse(body, "phone=7&mes=%ff")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (FakeAnswer(status=500), SendErrorKind.UNCERTAIN),
        (FakeAnswer(status=502, body=b"<html>"), SendErrorKind.UNCERTAIN),
        (FakeAnswer(status=429, headers={"retry-after": "9"}), SendErrorKind.RATE),
        (FakeAnswer(status=401), SendErrorKind.AUTH),
        (FakeAnswer(status=402), SendErrorKind.AUTH), (FakeAnswer(status=400), SendErrorKind.FORMAT),
        (FakeAnswer(body=b"OK"), SendErrorKind.UNCERTAIN), (json_answer({}), SendErrorKind.UNCERTAIN),
        (FakeAnswer(status=302), SendErrorKind.FORMAT),
    ],
)  # fmt: skip
async def test_answers(answer: FakeAnswer, kind: SendErrorKind) -> None:
    bench = Bench(**_OWN)
    bench.provider.answer = answer
    (error,) = await bench.send("да")
    assert isinstance(error, SendError)
    assert error.kind is kind
    assert error.retry_after_s == (9 if kind is SendErrorKind.RATE else None)


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"url": "smsc.ru"}, "url"), ({"url": "https://{login}/"}, "url"), ({"check_url": "x"}, "check_url"),
        ({"method": "PUT"}, "method"), ({"format": "xml"}, "format"), ({"auth": "x"}, "auth"),
        ({"signature": "x"}, "signature"), ({"country": "XX"}, "country"), ({"hook_key": ""}, "hook_key"),
        ({"body": "t={text}&{wrong}={nonsense}"}, "body"), ({"body": "t=1"}, "body"),
        ({"format": "json", "body": "{"}, "body"), ({"status_words": "a=b"}, "status_words"),
        ({"error_kinds": "1=bad"}, "error_kinds"), ({"preset": "x"}, "preset"), ({"login": ""}, "login"),
        ({"in_id_path": "x" * 2001}, "in_id_path"),
    ],
)  # fmt: skip
def test_wrong_lines_are_named(settings: dict[str, Any], field: str) -> None:
    with pytest.raises(BadSettings) as caught:
        check_settings(Bench(**{**_OWN, **settings}).settings)
    faults: tuple[FieldError, ...] = tuple(caught.value.errors)
    assert f"settings.{field}" in [fault.field for fault in faults]


def test_a_description_shows_no_secrets() -> None:
    assert PASSWORD not in repr(read_settings(Bench(**_OWN).settings))


# Templates ----------------------------------------------------------------------------------------------------


def test_what_a_customer_is_told_cannot_change_the_request() -> None:
    text = '"}, {"x": "&psw=1&{password}'
    assert fill_json('{"a": ["{text}", 1, null]}', {"text": text}) == {"a": [text, 1, None]}
    assert fill_form("a={text}&b=2", {"text": text}) == [("a", text), ("b", "2")]


@pytest.mark.parametrize(
    ("path", "found"), [("a.0.b", "1"), ("a.1.b", ""), ("a.b", ""), ("", ""), ("c", "true"), ("a", ""), ("d", "2.5")]
)
def test_paths(path: str, found: str) -> None:
    assert follow(path, {"a": [{"b": 1}], "c": True, "d": 2.5}) == found


def test_tables() -> None:
    assert read_table("A|b = delivered, c=;d\ne=Failed") == {"a": "delivered", "b": "delivered", "c": "", "e": "failed"}


# Proof --------------------------------------------------------------------------------------------------------


def test_a_key_in_the_address_or_in_a_header() -> None:
    bench = Bench(preset="smsc")
    bench.verify(b"", f"key={SECRET}")
    bench.verify(b"", x_hook_key=SECRET)
    for query in ("", "key=", "key=wrong", f"key={SECRET}x"):
        with pytest.raises(BadSignature):
            bench.verify(b"", query)
    with pytest.raises(BadSignature):
        Bench(preset="smsc", hook_key="").verify(b"", "key=")


def test_a_keyed_hash_of_the_body() -> None:
    bench = Bench(**_OWN, signature="hmac", signature_header="X-Sign")
    digest = hmac.new(SECRET.encode(), b"body", hashlib.sha256)
    for said in (digest.hexdigest(), "sha256=" + digest.hexdigest(), base64.b64encode(digest.digest()).decode()):
        bench.verify(b"body", x_sign=said)
        with pytest.raises(BadSignature):
            bench.verify(b"other", x_sign=said)


def test_vonages_own_way() -> None:
    bench = Bench(preset="vonage")
    said = "&a=1_2&msisdn=79161234567&timestamp=2026-11-24 10:00:00"
    plain = hashlib.md5((said + SECRET).encode(), usedforsecurity=False).hexdigest()
    keyed = hmac.new(SECRET.encode(), said.encode(), hashlib.sha256).hexdigest()
    body = "msisdn=79161234567&a=1%262&timestamp=2026-11-24+10%3A00%3A00&sig="
    for sig in (plain, keyed.upper()):
        bench.verify((body + sig).encode())
    bench.verify(
        json.dumps({"a": "1&2", "msisdn": "79161234567", "timestamp": "2026-11-24 10:00:00", "sig": keyed}).encode()
    )
    for wrong in (body + "0" * 32, body, "[]", ""):
        with pytest.raises(BadSignature):
            bench.verify(wrong.encode())


# Testing and conformance ----------------------------------------------------------------------------------------


async def test_without_a_call_for_testing_nothing_is_claimed() -> None:
    bench = Bench(**_OWN)
    report = await bench.channel.connect(bench.context)
    assert report.ok
    assert [(check.name, check.doubt) for check in report.checks] == [
        ("account", Doubt.UNKNOWN), ("address", Doubt.UNKNOWN), ("sender", Doubt.WARN),
    ]  # fmt: skip
    assert SECRET not in repr(report)
    assert HOOK in report.checks[1].detail.ru


class FakePeer:
    """The fake in the words of the suite."""

    def __init__(self, http: LocalHttp, fake: FakeSmsc, person: int) -> None:
        self._http, self._fake, self._person = http, fake, person

    def play(self, trouble: Trouble) -> None:
        moods = {Trouble.THROTTLED: "throttled", Trouble.SILENT: "silent", Trouble.REVOKED: "revoked"}
        if trouble is Trouble.UNPLUGGED:
            self._http.unplugged = True
        elif trouble is Trouble.BLOCKED:
            self._fake.player.block("Shop", self._person)
        else:
            self._http.unplugged = False
            self._fake.moods.clear()
            self._fake.moods.set(moods[trouble])

    def texts(self) -> Sequence[str]:
        messages = self._fake.player.view("Shop", self._person)["messages"]
        return [str(message["text"]) for message in messages if not message["mine"]]

    def files(self) -> int:
        return 0

    def buttons(self) -> Sequence[str]:
        return ()

    def sees_typing(self) -> bool:
        return False


class Hooks(AsgiFake):
    """Our own door."""

    def __init__(self) -> None:
        self.calls: list[HookCall] = []

    async def respond(self, request: FakeRequest) -> FakeAnswer:
        self.calls.append(HookCall(body=request.body, headers=request.headers, query=request.query))
        return FakeAnswer()


class TestSmsHttp(Conformance):
    """SMS by a described provider earns gold."""

    async def specimen(self) -> Specimen:
        hooks = Hooks()
        http = LocalHttp({"desk.example": hooks}, patience_s=0.05)
        fake = FakeSmsc(http, sleep=lambda _: asyncio.sleep(0))
        http.mount("smsc.ru", fake)
        settings = fake.player.open_account("Магазин", "Shop")
        person = fake.player.create_person("Вера", phone=PERSON)
        account = fake.player.account("Shop")
        account.hook = f"{HOOK}?key={account.secret}"
        fake.player.send_text("Shop", person, "Где заказ?")
        fake.write(account, account.chats[str(person)], text="Да")
        fake.player.receive("Shop", person)
        fake.player.block("Shop", person)
        await fake.settle()
        fake.player.unblock("Shop", person)
        account.chats.clear()
        notes = Notes()
        context = ChannelContext(
            inbox_id=1, settings=settings, http=http, files=Shelf(), log=notes, hook_url=HOOK, hook_secret="h"
        )
        return Specimen(
            channel=SmsHttpChannel(), context=context, peer=FakePeer(http, fake, person), recipient=PERSON,
            calls=dict(zip(("text", "delivered", "blocked"), hooks.calls, strict=False)),
            forged=replace(hooks.calls[0], query="key=wrong"),
            file=OutboundFile(key="k", kind=Kind.DOCUMENT, name="f", mime="text/plain", size=1),
            bad_settings={**settings, "password": "wrong"}, secrets=(account.token, account.secret), notes=notes.lines,
        )  # fmt: skip

    async def test_it_earns_gold(self) -> None:
        verdict = await judge(self.specimen)
        assert verdict.failed == {}
        assert verdict.earned == Grade.GOLD
