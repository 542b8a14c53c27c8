"""Connecting and sending against the fake, and what refusals mean."""

from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.channel import Doubt
from otklik.channelkit.content import Button, Location
from otklik.channelkit.errors import BadSettings, CannotFetch, ChannelTrouble
from otklik.channelkit.inbound import ButtonPressed, MessageReceived
from otklik.channelkit.outbound import Scope, SendError, SendErrorKind, Sent
from otklik.channels.ok.client import OkClient, Refusal, Silence
from otklik.channels.ok.refusals import send_error
from otklik.kit.http import FilePart, HttpAnswer, HttpRequest, HttpTrouble, Refused
from tests.channels.ok.bench import GROUP, HOOK, PIXEL, SECRET, Bench

K = SendErrorKind
ADDRESS = f"{HOOK}?key={SECRET}"
KEYS = ((Button("Да", "yes"), Button("Сайт", url="https://shop.example/")),)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    """A connected inbox; the token must not go astray."""
    bench = Bench()
    assert (await bench.channel.connect(bench.context)).ok
    yield bench
    await bench.fake.close()
    assert bench.token_leaks() == []
    assert not [line for line in bench.notes.lines if bench.token in line or SECRET in line]


def hooks(bench: Bench) -> list[str]:
    found: list[str] = bench.player.account(GROUP).extra["hooks"]
    return found


@pytest.mark.parametrize("code, status, kind", [
    (1, 200, K.UNCERTAIN), (2, 200, K.UNCERTAIN), (7, 200, K.POLICY), (8, 200, K.RATE), (11, 200, K.RATE),
    (10, 200, K.GONE), (200, 200, K.GONE), (300, 200, K.GONE), (100, 200, K.FORMAT), (3, 200, K.FORMAT),
    (987, 200, K.FORMAT), (101, 200, K.AUTH), (102, 200, K.AUTH), (103, 200, K.AUTH), (104, 200, K.AUTH),
    (401, 200, K.AUTH), (0, 401, K.AUTH), (0, 403, K.GONE), (0, 404, K.GONE), (0, 400, K.FORMAT), (0, 429, K.RATE),
    (0, 500, K.UNCERTAIN), (0, 503, K.UNCERTAIN),
])  # fmt: skip
def test_a_refusal_means(code: int, status: int, kind: SendErrorKind) -> None:
    error = send_error(Refusal(status=status, code=code, words="слова"))
    assert (error.kind, error.code) == (kind, str(code or status))
    assert error.scope is (Scope.INBOX if kind in (K.AUTH, K.POLICY) else Scope.CHAT)


class Canned:
    """An HTTP client with one answer for everything."""

    def __init__(self, outcome: HttpAnswer | Exception) -> None:
        self._outcome = outcome

    async def request(self, request: HttpRequest) -> HttpAnswer:
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return self._outcome


@pytest.mark.parametrize("outcome, kind", [
    (HttpAnswer(200, {}, b"<html>"), K.UNCERTAIN), (HttpAnswer(200, {}, b"{}"), K.UNCERTAIN),
    (HttpAnswer(200, {}, b'{"success":false}'), K.FORMAT), (HttpAnswer(502, {}, b"<html>"), K.UNCERTAIN),
    (HttpAnswer(403, {}, b"<html>proxy</html>"), K.RETRY), (HttpAnswer(404, {}, b"<html>"), K.RETRY),
    (HttpAnswer(429, {"retry-after": "9"}, b"<html>"), K.RATE), (HttpAnswer(302, {}, b"{}"), K.AUTH),
    (HttpAnswer(401, {}, b"<html>"), K.AUTH), (HttpTrouble("reset", sent=True), K.UNCERTAIN),
    (HttpTrouble("no route", sent=False), K.RETRY), (Refused("private", sent=False), K.AUTH),
])  # fmt: skip
async def test_what_the_wire_brings_means(outcome: Any, kind: SendErrorKind) -> None:
    bench = Bench()
    context = msgspec.structs.replace(bench.context, http=Canned(outcome))
    (part,) = bench.channel.render(bench.message(text="да"), {})
    result = await bench.channel.send(part, context)
    assert isinstance(result, SendError)
    assert result.kind is kind


# Connecting -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("settings, fields", [
    ({}, {"settings.token"}), ({"token": "короткий"}, {"settings.token"}),
    ({"token": "a b c d e f g"}, {"settings.token"}),
    ({"token": "tkn1:ABCDEF", "base_url": "file:///x"}, {"settings.base_url"}),
])  # fmt: skip
def test_wrong_settings_are_named(settings: dict[str, str], fields: set[str]) -> None:
    with pytest.raises(BadSettings) as refused:
        Bench().channel.validate(settings)
    assert {error.field for error in refused.value.errors} == fields


async def test_connecting_registers_an_address_with_a_key_and_a_lost_one_is_made_again(bench: Bench) -> None:
    assert hooks(bench) == [ADDRESS]
    assert (await bench.channel.watch(bench.context)).repaired is False
    bench.player.account(GROUP).extra["hooks"] = ["https://other.example/h"]
    found = await bench.channel.watch(bench.context)
    assert (found.ok, found.repaired) == (True, True)
    report = await bench.channel.test(bench.context)
    assert [(check.name, check.doubt) for check in report.checks][-1] == ("shared", Doubt.WARN)
    await bench.channel.disconnect(bench.context)
    assert hooks(bench) == ["https://other.example/h"]


async def test_a_plain_address_and_a_bad_key_are_said(bench: Bench) -> None:
    plain = msgspec.structs.replace(bench.context, hook_url="http://desk.example/h")
    report = await bench.channel.connect(plain)
    assert {check.name: check.ok for check in report.checks}["address"] is False
    for token in ("x", "tkn0Wrong:CBA"):
        bad = msgspec.structs.replace(bench.context, settings={"token": token})
        assert not (await bench.channel.test(bad)).ok
    bench.fake.moods.set("down")
    assert (await bench.channel.watch(bench.context)).ok is False


async def test_who_we_are_is_told_or_not(bench: Bench) -> None:
    account = (await bench.channel.test(bench.context)).account
    assert account is not None
    assert (account.id, account.name) == (f"group:{bench.player.account(GROUP).id}", "Магазин")
    bench.fake.moods.set("down", only=("info",))
    unnamed = (await bench.channel.test(bench.context)).account
    assert unnamed is not None
    assert (len(unnamed.id), unnamed.name) == (12, "Одноклассники")


# Sending ---------------------------------------------------------------------------------------------------------


async def test_a_talk(bench: Bench) -> None:
    first = bench.player.send_text(GROUP, bench.person, "Где заказ?")
    (asked,) = await bench.arrived()
    assert isinstance(asked, MessageReceived)
    (sent,) = await bench.send(text="Едет. Решён?", reply_to=asked.message_id, buttons=KEYS)
    assert isinstance(sent, Sent)
    (seen,) = bench.seen()
    assert (seen["ref"], seen["text"], seen["reply_to"]) == (sent.external_id, "Едет. Решён?", first)
    assert [key["text"] for key in seen["buttons"][0]] == ["Да", "Сайт"]
    bench.player.press(GROUP, bench.person, seen["id"])
    press = (await bench.arrived())[-1]
    assert isinstance(press, ButtonPressed)
    assert (press.payload, press.message_id) == ("yes", sent.external_id)


async def test_files_of_every_kind_arrive_up_to_five_at_once(bench: Bench) -> None:
    files = tuple(
        bench.file(kind, mime) for kind, mime in (
            (Kind.IMAGE, "image/png"), (Kind.VIDEO, "video/mp4"), (Kind.VOICE, "audio/ogg"),
            (Kind.DOCUMENT, "application/pdf"), (Kind.STICKER, "image/webp"), (Kind.AUDIO, "audio/mpeg"),
        )
    )  # fmt: skip
    results = await bench.send(text="Вот", files=files, buttons=KEYS)
    assert all(isinstance(result, Sent) for result in results)
    seen = bench.seen()
    assert [(one["text"], len(one["files"]), bool(one["buttons"])) for one in seen] == [
        ("Вот", 5, False),
        ("", 1, True),
    ]
    assert bench.player.file(seen[0]["files"][0]["id"]).data == PIXEL


async def test_a_place_that_takes_forms_only_gets_a_form(bench: Bench) -> None:
    bench.fake.moods.set("form_only")
    (sent,) = await bench.send(files=(bench.file(),))
    assert isinstance(sent, Sent)


async def test_a_keyboard_that_is_refused_becomes_a_numbered_list(bench: Bench) -> None:
    bench.fake.moods.set("no_keyboards")
    (sent,) = await bench.send(text="Решён?", buttons=KEYS)
    assert isinstance(sent, Sent)
    (seen,) = bench.seen()
    assert (seen["text"], seen["buttons"]) == ("Решён?\n\n1. Да\n2. Сайт: https://shop.example/", [])


async def test_an_answered_message_that_is_gone_is_left_out(bench: Bench) -> None:
    (sent,) = await bench.send(text="да", reply_to="mid:gone")
    assert isinstance(sent, Sent)
    assert bench.seen()[0]["reply_to"] is None


async def test_a_place_is_written_in_words(bench: Bench) -> None:
    await bench.send(location=Location(55.7, 37.6, "Склад", "Тверская, 1"))
    text = bench.seen()[0]["text"]
    assert text.startswith("Склад\nТверская, 1\nhttps://www.openstreetmap.org/?mlat=55.700000&mlon=37.600000")


@pytest.mark.parametrize("mood, only, kind", [
    ("throttled", "me/messages", K.RATE), ("revoked", "me/messages", K.AUTH), ("down", "me/messages", K.UNCERTAIN),
    ("silent", "me/messages", K.UNCERTAIN), ("down", "fileUploadUrl", K.RETRY), ("silent", "fileUploadUrl", K.RETRY),
    ("revoked", "fileUploadUrl", K.AUTH), ("html", "fileUploadUrl", K.RETRY),
])  # fmt: skip
async def test_trouble(bench: Bench, mood: str, only: str, kind: SendErrorKind) -> None:
    bench.fake.moods.set(mood, only=(only,))
    (error,) = await bench.send(files=(bench.file(),))
    assert isinstance(error, SendError)
    assert error.kind is kind


async def test_a_person_who_forbade_messages_and_a_lost_file(bench: Bench) -> None:
    (lost,) = await bench.send(files=(bench.file(key="lost"),))
    assert isinstance(lost, SendError)
    assert (lost.kind, lost.code) == (K.FORMAT, "file_gone")
    bench.player.block(GROUP, bench.person)
    (gone,) = await bench.send(text="да")
    assert isinstance(gone, SendError)
    assert gone.kind is K.GONE


async def test_edits_replace_words_and_never_lose_files(bench: Bench) -> None:
    (sent,) = await bench.send(text="до")
    assert isinstance(sent, Sent)
    edit = bench.channel.edit
    assert isinstance(await edit(sent.external_id, bench.message(text="после", buttons=KEYS), bench.context), Sent)
    assert (bench.seen()[0]["text"], len(bench.seen()[0]["buttons"])) == ("после", 1)
    for external_id, fields, code in (
        (sent.external_id, {"text": "да", "files": (bench.file(),)}, "has_files"),
        (sent.external_id, {"text": "я" * 2001}, "too_long"), ("../me", {"text": "да"}, "bad_id"),
        ("mid:gone", {"text": "да"}, "300"),
    ):  # fmt: skip
        error = await edit(external_id, bench.message(**fields), bench.context)
        assert isinstance(error, SendError)
        assert (error.kind, error.code) == (K.FORMAT, code)
    assert isinstance(await bench.channel.delete(sent.external_id, bench.recipient, bench.context), SendError)


async def test_small_signals(bench: Bench) -> None:
    await bench.channel.show_typing(bench.recipient, bench.context)
    assert bench.player.view(GROUP, bench.person)["typing"] == "typing"
    await bench.channel.mark_read("mid:1", bench.recipient, bench.context)
    assert bench.player.account(GROUP).chats[str(bench.person)].extra["seen"] is True
    bench.http.unplugged = True
    await bench.channel.mark_read("mid:1", bench.recipient, bench.context)


async def test_files_are_fetched_or_said_to_be_gone(bench: Bench) -> None:
    bench.player.send_file(GROUP, bench.person, "photo", FilePart("a.png", PIXEL, "image/png"))
    (fact,) = await bench.arrived()
    assert isinstance(fact, MessageReceived)
    (attachment,) = fact.content.attachments
    fetched = await bench.channel.fetch_file(attachment, bench.context)
    assert (fetched.data, fetched.mime) == (PIXEL, "image/png")
    for ref in ("https://api.ok.ru/files/none", "", "file:///etc/passwd"):
        with pytest.raises(CannotFetch):
            await bench.channel.fetch_file(msgspec.structs.replace(attachment, ref=ref), bench.context)
    with pytest.raises(CannotFetch):
        await bench.channel.fetch_file(msgspec.structs.replace(attachment, size=2**40), bench.context)
    bench.http.unplugged = True
    with pytest.raises(ChannelTrouble):
        await bench.channel.fetch_file(attachment, bench.context)


async def test_the_token_comes_out_nowhere(bench: Bench) -> None:
    client = OkClient(Canned(HttpTrouble(f"cannot reach {bench.token}", sent=False)), bench.token)
    outcome = await client.call("GET /me/info")
    assert isinstance(outcome, Silence)
    assert bench.token not in repr(client) + repr(outcome)


@pytest.mark.parametrize("recipient", ["", "../x", "chat:C1/../me", "чат"])
async def test_a_recipient_that_is_none_of_theirs_is_no_call(bench: Bench, recipient: str) -> None:
    with pytest.raises(ValueError, match="not an id"):
        bench.channel.render(bench.message(text="да", recipient=recipient), {})
