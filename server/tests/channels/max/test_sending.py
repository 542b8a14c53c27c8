"""Calls, what comes back, and what it means: against the fake, under the schema's eye."""

from typing import Any

import msgspec
import pytest

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Button, Location, Mark
from otklik.channelkit.errors import CannotFetch, ChannelTrouble
from otklik.channelkit.inbound import ButtonPressed, MessageReceived
from otklik.channelkit.outbound import Scope, SendError, SendErrorKind, Sent
from otklik.channels.max.client import MaxClient, Refusal, Silence
from otklik.channels.max.refusals import send_error
from otklik.channels.max.sending import READY_WAITS_S
from otklik.kit.http import FilePart, HttpAnswer, HttpRequest, HttpTrouble, Refused, Untrusted
from tests.channels.max.bench import BOT, PIXEL, Bench

K = SendErrorKind
ERRORS: list[tuple[int, str, str, SendErrorKind]] = [
    (401, "verify.token", "Invalid access_token", K.AUTH),
    (401, "", "", K.AUTH),
    (403, "verify.token", "Invalid access_token", K.AUTH),
    (403, "chat.denied", "Chat denied", K.GONE),
    (403, "", "error.dialog.suspended", K.GONE),
    (403, "something.new", "nobody has seen", K.GONE),
    (400, "chat.denied", "error.dialog.suspended", K.GONE),
    (404, "chat.not.found", "Chat 5 not found", K.GONE),
    (404, "not.found", "", K.GONE),
    (400, "proto.payload", "text: size must be between 0 and 4000", K.FORMAT),
    (400, "something.new", "nobody has seen", K.FORMAT),
    (400, "", "File extension is forbidden", K.FORMAT),
    (405, "method.not.allowed", "", K.FORMAT),
    (413, "", "not JSON", K.FORMAT),
    (415, "proto.content.type", "", K.FORMAT),
    (400, "attachment.not.ready", "Key: errors.process.attachment.file.not.processed", K.RETRY),
    (400, "", "errors.process.attachment.video.not.processed", K.RETRY),
    (429, "too.many.requests", "", K.RATE),
    (429, "", "", K.RATE),
    (400, "too.many.requests", "", K.RATE),
    (500, "internal.error", "", K.UNCERTAIN),
    (502, "", "not JSON", K.UNCERTAIN),
    (503, "service.unavailable", "", K.UNCERTAIN),
    (200, "", "the message could not be sent", K.FORMAT),
]


@pytest.mark.parametrize("status, code, words, kind", ERRORS)
def test_a_refusal_means(status: int, code: str, words: str, kind: SendErrorKind) -> None:
    error = send_error(Refusal(status=status, code=code, words=words))
    assert (error.kind, error.code) == (kind, code or str(status))
    assert words in error.detail
    assert error.scope is (Scope.INBOX if kind is K.AUTH else Scope.CHAT)
    assert (error.retry_after_s is not None) is (kind in (K.RATE, K.RETRY))


class Canned:
    """An HTTP client with one answer for everything."""

    def __init__(self, outcome: HttpAnswer | Exception) -> None:
        self._outcome = outcome

    async def request(self, request: HttpRequest) -> HttpAnswer:
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return self._outcome


def _answer(status: int, body: bytes, **headers: str) -> HttpAnswer:
    return HttpAnswer(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


WIRE: list[tuple[HttpAnswer | Exception, SendErrorKind, float | None]] = [
    (_answer(429, b'{"code":"too.many.requests","message":"slow"}'), K.RATE, 2),
    (_answer(429, b"<html>", retry_after="9"), K.RATE, 9),
    (_answer(429, b"<html>", retry_after="Wed"), K.RATE, 2),
    (_answer(502, b"<html>Bad Gateway</html>"), K.UNCERTAIN, None),
    (_answer(200, b"<html>login</html>"), K.UNCERTAIN, None),
    (_answer(200, b"{}"), K.UNCERTAIN, None),
    (_answer(200, b'{"message":{"body":{"mid":""}}}'), K.UNCERTAIN, None),
    (_answer(200, b'{"message":null}'), K.UNCERTAIN, None),
    (_answer(200, b'{"success":false,"message":"no"}'), K.FORMAT, None),
    (_answer(403, b"<html>proxy</html>"), K.RETRY, None),
    (_answer(404, b"<html>nothing</html>"), K.RETRY, None),
    (_answer(403, b'{"code":7,"error":"error.dialog.suspended"}'), K.GONE, None),
    (_answer(302, b""), K.AUTH, None),
    (_answer(401, b"<html>"), K.AUTH, None),
    (_answer(413, b"<html>"), K.FORMAT, None),
    (HttpTrouble("reset", sent=True), K.UNCERTAIN, None),
    (HttpTrouble("no route", sent=False), K.RETRY, None),
    (Untrusted("the certificate of the other side is not valid", sent=False), K.AUTH, None),
    (Refused("private address", sent=False), K.AUTH, None),
    (Refused("answer too long", sent=True), K.UNCERTAIN, None),
    (UnicodeError("address"), K.AUTH, None),
]


@pytest.mark.parametrize("outcome, kind, wait", WIRE)
async def test_what_the_wire_brings_means(outcome: Any, kind: SendErrorKind, wait: float | None) -> None:
    bench = Bench()
    context = msgspec.structs.replace(bench.context, http=Canned(outcome))
    result = await bench.channel.send(bench.channel.render(bench.message(text="да"), {})[0], context)
    assert isinstance(result, SendError)
    assert result.kind is kind
    if wait is not None:
        assert result.retry_after_s == wait


async def test_a_text_with_everything_arrives(bench: Bench) -> None:
    first = bench.player.send_text(BOT, bench.person, "Где заказ?")
    asked = next(one for one in await bench.arrived() if isinstance(one, MessageReceived))
    (sent,) = await bench.send(
        text="Заказ 42 в пути", marks=(Mark("bold", 0, 5),), reply_to=asked.message_id,
        buttons=((Button("Да", "c:81:yes"), Button("Нет")), (Button("Сайт", url="https://shop.example/"),)),
    )  # fmt: skip
    assert isinstance(sent, Sent)
    (seen,) = bench.seen()
    assert (seen["ref"], seen["text"], seen["reply_to"]) == (sent.external_id, "Заказ 42 в пути", first)
    assert [[key["text"] for key in row] for row in seen["buttons"]] == [["Да", "Нет"], ["Сайт"]]


# Files --------------------------------------------------------------------------------------------------------


async def test_every_kind_of_file_arrives_and_its_handle_is_kept(bench: Bench) -> None:
    kinds = {
        Kind.IMAGE: "image/png", Kind.VIDEO: "video/mp4", Kind.AUDIO: "audio/mpeg", Kind.VOICE: "audio/ogg",
        Kind.VIDEO_NOTE: "video/mp4", Kind.ANIMATION: "image/gif", Kind.DOCUMENT: "application/pdf",
        Kind.STICKER: "image/webp",
    }  # fmt: skip
    for kind, mime in kinds.items():
        (sent,) = await bench.send(files=(bench.file(kind, mime),), text="Вот")
        assert isinstance(sent, Sent)
        assert sent.file_refs["pixel"].startswith("t-")
    seen = bench.seen()
    assert [message["text"] for message in seen] == ["Вот"] * len(kinds)
    assert all(bench.player.file(message["file"]["id"]).data == PIXEL for message in seen)


async def test_an_album_with_buttons_is_one_message(bench: Bench) -> None:
    files = (bench.file(), bench.file(Kind.VIDEO, "video/mp4"))
    (sent,) = await bench.send(files=files, text="Оба", buttons=((Button("Да"),),))
    assert isinstance(sent, Sent)
    (seen,) = bench.seen()
    assert (len(seen["files"]), seen["buttons"][0][0]["text"]) == (2, "Да")


async def test_a_known_handle_is_used_and_a_worthless_one_is_uploaded_anew(bench: Bench) -> None:
    (first,) = await bench.send(files=(bench.file(),))
    assert isinstance(first, Sent)
    uploads = [call.call for call in bench.fake.received].count("POST /uploads")
    for ref, more in ((first.file_refs["pixel"], 0), ("t-old", 1)):
        (again,) = await bench.send(files=(bench.file(ref=ref),))
        assert isinstance(again, Sent)
        uploads += more
        assert [call.call for call in bench.fake.received].count("POST /uploads") == uploads


async def test_a_file_that_max_still_digests_is_waited_for_with_the_same_handle(bench: Bench) -> None:
    bench.fake.moods.set("not_ready", times=3)
    (sent,) = await bench.send(files=(bench.file(Kind.VIDEO, "video/mp4"),))
    assert isinstance(sent, Sent)
    assert bench.pauses == [1.0, 2.0, 4.0]
    assert [call.call for call in bench.fake.received].count("POST /uploads") == 1


async def test_after_a_minute_the_message_is_put_back_into_the_queue(bench: Bench) -> None:
    bench.fake.moods.set("not_ready")
    (error,) = await bench.send(files=(bench.file(Kind.VIDEO, "video/mp4"),))
    assert isinstance(error, SendError)
    assert (error.kind, error.code, sum(bench.pauses)) == (K.RETRY, "attachment.not.ready", sum(READY_WAITS_S))
    assert sum(READY_WAITS_S) == 60


async def test_a_file_of_a_forbidden_kind_is_said_to_be_one(bench: Bench) -> None:
    (error,) = await bench.send(files=(bench.file(Kind.DOCUMENT, "application/x-msdownload", name="a.exe"),))
    assert isinstance(error, SendError)
    assert (error.kind, "forbidden" in error.detail) == (K.FORMAT, True)


@pytest.mark.parametrize("mood, only, kind", [
    ("down", "POST /uploads", K.RETRY), ("silent", "POST /uploads", K.RETRY), ("html", "POST /uploads", K.RETRY),
    ("down", "POST /upload", K.RETRY), ("silent", "POST /upload", K.RETRY), ("html", "POST /upload", K.RETRY),
    ("throttled", "POST /uploads", K.RATE), ("revoked", "POST /uploads", K.AUTH),
    ("down", "POST /messages", K.UNCERTAIN), ("silent", "POST /messages", K.UNCERTAIN),
])  # fmt: skip
async def test_trouble_with_an_upload_is_no_doubt_about_the_message(
    bench: Bench, mood: str, only: str, kind: SendErrorKind
) -> None:
    bench.fake.moods.set(mood, only=(only,))
    (error,) = await bench.send(files=(bench.file(),))
    assert isinstance(error, SendError)
    assert error.kind is kind


async def test_a_stored_file_that_is_gone_is_said_to_be_gone(bench: Bench) -> None:
    (error,) = await bench.send(files=(bench.file(key="lost"),))
    assert isinstance(error, SendError)
    assert (error.kind, error.code) == (K.FORMAT, "file_gone")


async def test_an_answer_to_a_message_that_is_gone_goes_without(bench: Bench) -> None:
    (sent,) = await bench.send(text="да", reply_to="mid.gone")
    assert isinstance(sent, Sent)
    assert bench.seen()[-1]["reply_to"] is None


async def test_a_place(bench: Bench) -> None:
    (sent,) = await bench.send(location=Location(55.7, 37.6, "Склад"))
    assert isinstance(sent, Sent)
    assert bench.seen()[-1]["location"]["latitude"] == 55.7


# Fetching -----------------------------------------------------------------------------------------------------


async def _sent_by_person(bench: Bench, kind: str, mime: str) -> Any:
    bench.player.send_file(BOT, bench.person, kind, FilePart("a.bin", PIXEL, mime))
    found = [one for one in await bench.arrived() if isinstance(one, MessageReceived)]
    return found[-1].content.attachments[0]


@pytest.mark.parametrize("kind, mime", [
    ("photo", "image/png"), ("video", "video/mp4"), ("voice", "audio/ogg"), ("document", "application/pdf"),
    ("sticker", "image/webp"),
])  # fmt: skip
async def test_what_the_person_sends_is_fetched(bench: Bench, kind: str, mime: str) -> None:
    fetched = await bench.channel.fetch_file(await _sent_by_person(bench, kind, mime), bench.context)
    assert (fetched.data, fetched.mime) == (PIXEL, mime)


async def test_a_dead_address_is_asked_for_anew(bench: Bench) -> None:
    attachment = await _sent_by_person(bench, "photo", "image/png")
    dead = msgspec.structs.replace(attachment, ref=attachment.ref.replace("/files/f", "/files/old"))
    assert (await bench.channel.fetch_file(dead, bench.context)).data == PIXEL
    bench.player.erase(BOT, bench.person, 1)
    with pytest.raises(CannotFetch):
        await bench.channel.fetch_file(dead, bench.context)


@pytest.mark.parametrize("ref", ["", "{}", "[]", '{"m":"../me","n":0}', '{"m":"mid.1","n":0,"v":"a/b"}'])
async def test_a_handle_that_leads_nowhere_is_no_crash(bench: Bench, ref: str) -> None:
    attachment = msgspec.structs.replace(await _sent_by_person(bench, "photo", "image/png"), ref=ref)
    with pytest.raises(CannotFetch):
        await bench.channel.fetch_file(attachment, bench.context)


async def test_what_is_too_large_or_away_is_said(bench: Bench) -> None:
    attachment = await _sent_by_person(bench, "document", "application/pdf")
    with pytest.raises(CannotFetch) as large:
        await bench.channel.fetch_file(msgspec.structs.replace(attachment, size=2**40), bench.context)
    assert large.value.slug == "too_big"
    bench.http.unplugged = True
    with pytest.raises(ChannelTrouble):
        await bench.channel.fetch_file(attachment, bench.context)


async def test_the_photo_of_a_person_if_max_tells_of_it(bench: Bench) -> None:
    assert await bench.channel.fetch_photo(bench.recipient, bench.context) is None
    bench.player.set_photo(bench.person, PIXEL)
    photo = await bench.channel.fetch_photo(bench.recipient, bench.context)
    assert photo is not None
    assert photo.data == PIXEL
    bench.fake.moods.set("dialog_unknown")
    assert await bench.channel.fetch_photo(bench.recipient, bench.context) is None
    assert await bench.channel.fetch_photo("user:42", bench.context) is None


# Changes and small signals ------------------------------------------------------------------------------------


async def test_edits_keep_files_and_change_buttons(bench: Bench) -> None:
    (sent,) = await bench.send(files=(bench.file(),), text="до", buttons=((Button("Да"),),))
    assert isinstance(sent, Sent)
    ref = sent.file_refs["pixel"]
    for buttons in (((Button("Нет"),),), ()):
        message = bench.message(text="после", files=(bench.file(ref=ref),), buttons=buttons)
        assert isinstance(await bench.channel.edit(sent.external_id, message, bench.context), Sent)
        (seen,) = bench.seen()
        assert (seen["text"], len(seen["files"]), len(seen["buttons"])) == ("после", 1, len(buttons))


async def test_an_edit_that_is_too_long_or_too_late_is_refused(bench: Bench) -> None:
    (sent,) = await bench.send(text="до")
    assert isinstance(sent, Sent)
    long = await bench.channel.edit(sent.external_id, bench.message(text="слово " * 1000), bench.context)
    assert isinstance(long, SendError)
    assert (long.kind, long.code) == (K.FORMAT, "too_long")
    gone = await bench.channel.edit("mid.gone", bench.message(text="да"), bench.context)
    assert isinstance(gone, SendError)
    assert gone.kind is K.FORMAT, "a lost message is not a lost person"
    bench.fake.moods.set("gateway", only=("PUT /messages",))
    unknown = await bench.channel.edit(sent.external_id, bench.message(text="да"), bench.context)
    assert isinstance(unknown, SendError)
    assert unknown.kind is K.RETRY


async def test_a_press_is_read_and_answered(bench: Bench) -> None:
    await bench.send(text="Решён?", buttons=((Button("Да", "c:81:yes"),),))
    number = bench.player.press(BOT, bench.person, bench.seen()[0]["id"])
    press = next(one for one in await bench.arrived() if isinstance(one, ButtonPressed))
    assert press.payload == "c:81:yes"
    await bench.channel.answer_button(press.answer_ref, bench.context)
    (shown,) = [one for one in bench.player.view(BOT, bench.person)["presses"] if one["id"] == number]
    assert (shown["spinning"], shown["text"]) == (False, "✓")
    await bench.channel.answer_button("late", bench.context)


async def test_typing_to_somebody_without_a_dialog_is_silence(bench: Bench) -> None:
    calls = len(bench.fake.received)
    await bench.channel.show_typing("user:42", bench.context)
    assert len(bench.fake.received) == calls


# Secrets ------------------------------------------------------------------------------------------------------


async def test_the_token_goes_to_max_only_and_comes_out_nowhere(bench: Bench) -> None:
    client = MaxClient(Canned(HttpTrouble(f"cannot reach {bench.token}", sent=False)), bench.token)
    outcome = await client.call("GET /me")
    assert isinstance(outcome, Silence)
    assert bench.token not in repr(client) + repr(outcome)
    await bench.send(files=(bench.file(),))
    for request in bench.http.seen:
        assert bench.token not in request.url
        if "/upload/" in request.url or "/files/" in request.url:
            assert bench.token not in str(request.headers)
