"""Calls, what comes back, and what it means: against the fake."""

import traceback

import msgspec
import pytest

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Attachment, Button, Location
from otklik.channelkit.errors import CannotFetch, ChannelTrouble
from otklik.channelkit.inbound import ButtonPressed, DeliveryReported, MessageReceived
from otklik.channelkit.outbound import Scope, SendError, SendErrorKind, Sent
from otklik.channels.vk.client import Refusal, Silence, VkClient
from otklik.channels.vk.refusals import KINDS, send_error
from otklik.channels.vk.sending import send_part
from otklik.kit.http import FilePart, HttpAnswer, HttpRequest, HttpTrouble, Refused
from tests.channels.vk.bench import GROUP, PIXEL, TOKEN, Bench, Loose

K = SendErrorKind
ERRORS: dict[SendErrorKind, tuple[int, ...]] = {
    K.RATE: (6, 9, 29, 944, 1011),
    K.RETRY: (1, 10, 13, 36),
    K.GONE: (900, 901, 902, 18, 37, 917, 922, 927, 932, 936, 945, 946),
    K.WINDOW: (950, 987, 988, 943),
    K.FORMAT: (100, 8, 910, 911, 912, 913, 914, 920, 921, 924, 909, 940, 949, 969, 1009, 1010, 22, 129, 424242),
    K.AUTH: (5, 7, 15, 27, 28, 38, 14, 17, 23, 113, 125),
    K.POLICY: (19, 985, 1012),
}  # fmt: skip


@pytest.mark.parametrize("kind, code", [(kind, code) for kind, codes in ERRORS.items() for code in codes])
def test_a_refusal_means(kind: SendErrorKind, code: int) -> None:
    error = send_error(Refusal(code=code, description="words"))
    assert (error.kind, error.code, error.detail) == (kind, str(code), "words")
    assert (error.retry_after_s is not None) is (kind is K.RATE)
    if kind is K.AUTH:
        assert error.scope is Scope.INBOX


def test_the_table_holds_what_the_test_knows_and_nothing_more() -> None:
    assert set(KINDS) == {code for codes in ERRORS.values() for code in codes} - {424242}


@pytest.mark.parametrize("code, seconds, scope", [
    (6, 1, Scope.INBOX), (9, 300, Scope.CHAT), (29, 3600, Scope.INBOX), (944, 3600, Scope.CHAT),
])  # fmt: skip
def test_a_limit_is_waited_out(code: int, seconds: float, scope: Scope) -> None:
    error = send_error(Refusal(code=code))
    assert (error.retry_after_s, error.scope) == (seconds, scope)


@pytest.mark.parametrize(
    "sent, refused, kind", [(True, False, K.RETRY), (False, False, K.RETRY), (False, True, K.AUTH)]
)
def test_silence_means(sent: bool, refused: bool, kind: SendErrorKind) -> None:  # noqa: FBT001 - a table
    assert send_error(Silence(detail="x", sent=sent, refused=refused)).kind is kind


class Canned:
    """An HTTP client with one answer for everything."""

    def __init__(self, outcome: HttpAnswer | Exception) -> None:
        self._outcome = outcome

    async def request(self, request: HttpRequest) -> HttpAnswer:
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return self._outcome


def _answer(status: int, body: bytes) -> HttpAnswer:
    return HttpAnswer(status, {}, body)


def _refusal(code: int) -> bytes:
    return msgspec.json.encode({"error": {"error_code": code, "error_msg": f"no {TOKEN}", "request_params": []}})


def _peer_refusal(code: int) -> bytes:
    error = {"code": code, "description": "no"}
    return msgspec.json.encode({"response": [{"peer_id": 42, "message_id": 0, "error": error}]})


WIRE: list[tuple[HttpAnswer | Exception, SendErrorKind]] = [
    (_answer(200, _refusal(6)), K.RATE),
    (_answer(200, _refusal(901)), K.GONE),
    (_answer(200, _peer_refusal(901)), K.GONE),
    (_answer(200, _peer_refusal(9)), K.RATE),
    (_answer(200, _peer_refusal(936)), K.GONE),
    (_answer(429, b"<html>"), K.RATE),
    (_answer(401, b"<html>"), K.AUTH),
    (_answer(403, b"<html>"), K.AUTH),
    (_answer(404, b"<html>"), K.AUTH),
    (_answer(413, b"<html>"), K.FORMAT),
    (_answer(502, b"<html>Bad Gateway</html>"), K.RETRY),
    (_answer(200, b"<html>login</html>"), K.RETRY),
    (_answer(418, b"tea"), K.RETRY),
    (_answer(302, b""), K.AUTH),
    (_answer(200, b"{}"), K.RETRY),
    (_answer(200, b'{"response":[]}'), K.UNCERTAIN),
    (_answer(200, b'{"response":5}'), K.UNCERTAIN),
    (_answer(200, b'{"response":[{"peer_id":42}]}'), K.UNCERTAIN),
    (_answer(200, b'{"error":null}'), K.RETRY),
    (_answer(200, b'{"error":{"error_code":"x"}}'), K.RETRY),
    (HttpTrouble("reset", sent=True), K.RETRY),
    (HttpTrouble("no route", sent=False), K.RETRY),
    (Refused("private address", sent=False), K.AUTH),
    (Refused("answer too long", sent=True), K.RETRY),
]


@pytest.mark.parametrize("outcome, kind", WIRE)
async def test_what_the_wire_brings_means(outcome: Loose, kind: SendErrorKind) -> None:
    bench = Bench()
    context = msgspec.structs.replace(bench.context, http=Canned(outcome))
    result = await bench.channel.send(bench.channel.render(bench.message(text="да"), {})[0], context)
    assert isinstance(result, SendError)
    assert result.kind is kind
    assert TOKEN not in repr(result)
    assert not any(TOKEN in line for line in bench.notes.lines)


async def test_a_text_arrives_and_has_the_number_by_which_it_can_be_changed(bench: Bench) -> None:
    (sent,) = await bench.send(text="Здравствуйте")
    assert isinstance(sent, Sent)
    assert sent.external_id == f"{bench.person}:{bench.seen()[0]['id']}"
    assert [one["text"] for one in bench.seen()] == ["Здравствуйте"]


async def test_a_repeat_is_no_second_message(bench: Bench) -> None:
    bench.fake.moods.set("silent", times=1, only=("messages.send",))
    (first,) = await bench.send(text="один раз")
    assert isinstance(first, SendError)
    assert first.kind is K.RETRY
    (second,) = await bench.send(text="один раз")
    assert isinstance(second, Sent)
    assert [one["text"] for one in bench.seen()] == ["один раз"]


async def test_a_message_without_its_number_in_the_conversation_can_still_be_changed(bench: Bench) -> None:
    bench.fake.moods.set("without_cmid", times=1)
    (sent,) = await bench.send(text="до")
    assert isinstance(sent, Sent)
    assert ":m" in sent.external_id
    assert isinstance(await bench.channel.edit(sent.external_id, bench.message(text="после"), bench.context), Sent)
    assert bench.seen()[0]["text"] == "после"
    refused = await bench.channel.react(sent.external_id, "", ("👍",), bench.context)
    assert isinstance(refused, SendError)
    recipient = str(bench.person)
    assert isinstance(await bench.channel.delete(sent.external_id, recipient, bench.context), Sent)
    assert bench.seen() == []


async def test_every_kind_of_file_arrives_and_its_handle_is_kept(bench: Bench) -> None:
    kinds = {
        Kind.IMAGE: ("image/png", "photo"), Kind.VIDEO: ("video/mp4", "document"),
        Kind.AUDIO: ("audio/x-m4a", "document"), Kind.VOICE: ("audio/ogg", "voice"),
        Kind.ANIMATION: ("image/gif", "document"), Kind.DOCUMENT: ("application/pdf", "document"),
    }  # fmt: skip
    for number, (kind, (mime, how)) in enumerate(kinds.items()):
        (result,) = await bench.send(message_id=number, files=(bench.file(kind, mime),))
        assert isinstance(result, Sent), (kind, result)
        assert bench.seen()[-1]["kind"] == how
        reads = len(bench.shelf.reads)
        again = bench.file(kind, mime, ref=result.file_refs["pixel"])
        (second,) = await bench.send(message_id=100 + number, files=(again,))
        assert isinstance(second, Sent), (kind, second)
        assert len(bench.shelf.reads) == reads
    assert not any("upload" in line and "failed" in line for line in bench.notes.lines)


async def test_a_handle_that_is_no_longer_good_is_replaced(bench: Bench) -> None:
    (result,) = await bench.send(text="фото", files=(bench.file(ref="photo-1_999_old"),))
    assert isinstance(result, Sent)
    assert result.file_refs["pixel"] != "photo-1_999_old"
    assert bench.seen()[-1]["text"] == "фото"


async def test_a_file_that_is_gone_or_not_wanted_is_said(bench: Bench) -> None:
    (gone,) = await bench.send(files=(bench.file(key="nowhere"),))
    assert isinstance(gone, SendError)
    assert (gone.kind, gone.code) == (K.FORMAT, "file_gone")
    (song,) = await bench.send(files=(bench.file(Kind.AUDIO, "audio/mpeg", name="song.mp3"),))
    assert isinstance(song, SendError)
    assert (song.kind, song.code) == (K.FORMAT, "bad_file")
    bench.shelf.files["pixel"] = b""
    (empty,) = await bench.send(files=(bench.file(),))
    assert isinstance(empty, SendError)
    assert (empty.kind, empty.code) == (K.FORMAT, "bad_photo")


@pytest.mark.parametrize("mood, kind", [("gateway", K.RETRY), ("html", K.RETRY), ("silent", K.RETRY)])
@pytest.mark.parametrize("step", [
    "photos.getMessagesUploadServer", "photos.saveMessagesPhoto", "upload",
])  # fmt: skip
async def test_an_upload_that_breaks_is_begun_again(bench: Bench, mood: str, kind: SendErrorKind, step: str) -> None:
    place = f"/upload/{bench.account.id}/photo" if step == "upload" else step
    bench.fake.moods.set(mood, times=1, only=(place,))
    (result,) = await bench.send(files=(bench.file(),))
    assert isinstance(result, SendError)
    assert result.kind is kind
    assert bench.seen() == []
    (again,) = await bench.send(files=(bench.file(),))
    assert isinstance(again, Sent)


async def test_an_answer_to_a_message_that_is_gone_goes_without(bench: Bench) -> None:
    (result,) = await bench.send(text="да", reply_to=f"{bench.person}:999")
    assert isinstance(result, Sent)
    assert bench.seen()[-1]["reply_to"] is None
    number = bench.player.send_text(GROUP, bench.person, "вопрос")
    await bench.send(message_id=2, text="ответ", reply_to=f"{bench.person}:{number}")
    assert bench.seen()[-1]["reply_to"] == number


async def test_a_place_arrives(bench: Bench) -> None:
    await bench.send(location=Location(55.75, 37.61))
    assert bench.seen()[-1]["location"]["latitude"] == 55.75


@pytest.mark.parametrize("trouble", ["block", "gone", "stranger"])
async def test_who_does_not_want_us_is_not_reached(bench: Bench, trouble: str) -> None:
    if trouble == "block":
        bench.player.block(GROUP, bench.person)
    elif trouble == "gone":
        bench.player.delete_person(bench.person)
    else:
        bench.person = bench.player.create_person("Незнакомец")
    (result,) = await bench.send(text="эй")
    assert isinstance(result, SendError)
    assert result.kind is K.GONE


async def test_an_edit_keeps_the_file_and_a_longer_text_than_one_message_is_refused(bench: Bench) -> None:
    (sent,) = await bench.send(text="подпись", files=(bench.file(),))
    assert isinstance(sent, Sent)
    files = (bench.file(ref=sent.file_refs["pixel"]),)
    changed = bench.message(text="другая", files=files, buttons=((Button("Да"),),))
    assert isinstance(await bench.channel.edit(sent.external_id, changed, bench.context), Sent)
    assert (bench.seen()[0]["text"], len(bench.seen()[0]["files"])) == ("другая", 1)
    too_long = await bench.channel.edit(sent.external_id, bench.message(text="а" * 5000), bench.context)
    assert isinstance(too_long, SendError)
    assert too_long.code == "too_long"


async def test_reactions_are_put_changed_and_taken_away(bench: Bench) -> None:
    number = bench.player.send_text(GROUP, bench.person, "спасибо")
    spot = f"{bench.person}:{number}"
    for emojis, shown in ((("❤️",), ["❤"]), (("👍",), ["👍"]), ((), None)):
        assert isinstance(await bench.channel.react(spot, "", emojis, bench.context), Sent)
        assert bench.view()["messages"][-1]["reactions"].get("ours") == shown
    refused = await bench.channel.react(spot, "", ("🦄",), bench.context)
    assert isinstance(refused, SendError)


async def test_a_press_is_answered_and_its_spinner_stops(bench: Bench) -> None:
    await bench.channel.connect(bench.context)
    await bench.send(text="Вопрос решён?", buttons=((Button("Да", "p" * 300), Button("Нет", "no")),))
    bench.player.press(GROUP, bench.person, bench.seen()[-1]["id"])
    pressed = next(one for one in await bench.arrived() if isinstance(one, ButtonPressed))
    assert bench.view()["presses"][-1]["spinning"] is True
    await bench.channel.answer_button(pressed.answer_ref, bench.context)
    assert bench.view()["presses"][-1]["spinning"] is False
    await bench.channel.answer_button("odd", bench.context)


async def test_files_of_people_are_fetched(bench: Bench) -> None:
    await bench.channel.connect(bench.context)
    for kind in ("photo", "voice", "document", "sticker"):
        bench.player.send_file(GROUP, bench.person, kind, FilePart(f"{kind}.bin", PIXEL, "image/png"))
    for one in await bench.arrived():
        assert isinstance(one, MessageReceived)
        fetched = await bench.channel.fetch_file(one.content.attachments[0], bench.context)
        assert fetched.data == PIXEL
    assert len(bench.hooks.calls) == 4


async def test_files_that_do_not_come_are_told_from_those_that_may_come_later(bench: Bench) -> None:
    gone = Attachment(kind=Kind.IMAGE, ref="https://api.vk.ru/file/f999")
    with pytest.raises(CannotFetch):
        await bench.channel.fetch_file(gone, bench.context)
    with pytest.raises(CannotFetch) as refused:
        await bench.channel.fetch_file(msgspec.structs.replace(gone, size=200 * 1024 * 1024), bench.context)
    assert refused.value.slug == "too_big"
    for ref in ("https://nowhere.example/x", "no address", ""):
        with pytest.raises(ChannelTrouble):
            await bench.channel.fetch_file(Attachment(kind=Kind.IMAGE, ref=ref), bench.context)


async def test_a_photo_of_the_person_is_fetched_if_there_is_one(bench: Bench) -> None:
    assert await bench.channel.fetch_photo(str(bench.person), bench.context) is None
    bench.player.set_photo(bench.person, PIXEL)
    photo = await bench.channel.fetch_photo(str(bench.person), bench.context)
    assert photo is not None
    assert photo.data == PIXEL
    bench.player.delete_person(bench.person)
    assert await bench.channel.fetch_photo(str(bench.person), bench.context) is None
    assert await bench.channel.fetch_photo("999", bench.context) is None


async def test_the_person_is_named_when_vk_is_asked(bench: Bench) -> None:
    sender = await bench.channel.fetch_sender(str(bench.person), bench.context)
    assert sender is not None
    assert (sender.external_id, sender.name, sender.username) == (str(bench.person), "Вера Иванова", "vera")
    assert await bench.channel.fetch_sender("999", bench.context) is None


async def test_what_was_read_is_shown_to_the_person(bench: Bench) -> None:
    numbers = [bench.player.send_text(GROUP, bench.person, text) for text in ("раз", "два", "три")]
    for _ in range(2):
        await bench.channel.mark_read(f"{bench.person}:{numbers[1]}", str(bench.person), bench.context)
    status = {one["id"]: one["status"] for one in bench.view()["messages"]}
    assert [status[number] for number in numbers] == ["read", "read", "sent"]


async def test_a_person_is_kept_away_and_let_in_again(bench: Bench) -> None:
    for on in (True, True, False, False):
        assert isinstance(await bench.channel.block(str(bench.person), bench.context, on=on), Sent)
        assert (bench.person in bench.account.extra["banned"]) is on
    bench.http.unplugged = True
    assert isinstance(await bench.channel.block(str(bench.person), bench.context, on=True), SendError)


async def test_what_we_sent_comes_back_under_our_own_name(bench: Bench) -> None:
    await bench.channel.connect(bench.context)
    (sent,) = await bench.send(message_id=31, text="наше")
    assert isinstance(sent, Sent)
    [report] = await bench.arrived()
    assert isinstance(report, DeliveryReported)
    assert (report.message_id, report.tag, report.status) == (sent.external_id, "otk.31.0", "sent")


async def test_the_key_comes_out_nowhere(bench: Bench) -> None:
    client = VkClient(bench.http, TOKEN)
    assert TOKEN not in repr(client)
    assert TOKEN not in client.hide(f"x {TOKEN} y")
    part = bench.channel.render(bench.message(text="да"), {})[0]
    with pytest.raises(KeyError) as broken:
        await send_part(client, msgspec.structs.replace(part, payload={}), bench.context)
    assert TOKEN not in "".join(traceback.format_exception(broken.value))
    assert not any(TOKEN in request.url for request in bench.http.seen)
