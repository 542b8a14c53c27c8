"""Calls, what comes back, and what it means: against the fake, under the schema's eye."""

import traceback

import msgspec
import pytest

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Attachment, Button
from otklik.channelkit.errors import CannotFetch, ChannelTrouble
from otklik.channelkit.inbound import ButtonPressed
from otklik.channelkit.outbound import Scope, SendError, SendErrorKind, Sent
from otklik.channels.telegram.client import Refusal, Silence, TelegramClient
from otklik.channels.telegram.refusals import send_error
from otklik.kit.http import FilePart, HttpAnswer, HttpRequest, HttpTrouble, Refused
from tests.channels.telegram.bench import BOT, PIXEL, TOKEN, Bench, Loose

K = SendErrorKind
ERRORS: list[tuple[int, str, SendErrorKind]] = [
    (429, "Too Many Requests: retry after 7", K.RATE),
    (403, "Forbidden: bot was blocked by the user", K.GONE),
    (403, "Forbidden: user is deactivated", K.GONE),
    (403, "Forbidden: bot can't initiate conversation with a user", K.GONE),
    (403, "Forbidden: bot was kicked from the group chat", K.GONE),
    (403, "Forbidden: something new", K.GONE),
    (400, "Bad Request: chat not found", K.GONE),
    (400, "Bad Request: PEER_ID_INVALID", K.GONE),
    (400, "Bad Request: USER_IS_BLOCKED", K.GONE),
    (400, "Bad Request: BUSINESS_PEER_INVALID", K.WINDOW),
    (400, "Bad Request: business connection not found", K.GONE),
    (400, "Bad Request: not enough rights to send text messages to the chat", K.POLICY),
    (400, "Bad Request: message text is empty", K.FORMAT),
    (400, "Bad Request: message is too long", K.FORMAT),
    (400, "Bad Request: can't parse entities: Unsupported start tag", K.FORMAT),
    (400, "Bad Request: reply markup is too long", K.FORMAT),
    (400, "Bad Request: BUTTON_DATA_INVALID", K.FORMAT),
    (400, "Bad Request: message can't be edited", K.FORMAT),
    (400, "Bad Request: wrong file identifier/HTTP URL specified", K.FORMAT),
    (400, "Bad Request: file is too big", K.FORMAT),
    (400, "Something nobody has seen", K.FORMAT),
    (413, "Request Entity Too Large", K.FORMAT),
    (401, "Unauthorized", K.AUTH),
    (404, "Not Found", K.AUTH),
    (409, "Conflict: terminated by other getUpdates request", K.AUTH),
    (500, "Internal Server Error: restart", K.UNCERTAIN),
    (502, "Bad Gateway", K.UNCERTAIN),
    (504, "", K.UNCERTAIN),
]


@pytest.mark.parametrize("code, words, kind", ERRORS)
def test_a_refusal_means(code: int, words: str, kind: SendErrorKind) -> None:
    error = send_error(Refusal(code=code, description=words))
    assert (error.kind, error.code, error.detail) == (kind, str(code), words)
    assert error.scope is (Scope.INBOX if kind is K.AUTH else Scope.CHAT)


@pytest.mark.parametrize(
    "sent, refused, kind", [(True, False, K.UNCERTAIN), (False, False, K.RETRY), (False, True, K.AUTH)]
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


def _answer(status: int, body: bytes, **headers: str) -> HttpAnswer:
    return HttpAnswer(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


_JSON_429 = (
    b'{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 3","parameters":{"retry_after":3}}'
)
WIRE: list[tuple[HttpAnswer | Exception, SendErrorKind, float | None]] = [
    (_answer(429, _JSON_429), K.RATE, 3),
    (_answer(429, b'{"ok":false,"error_code":429,"description":"slow"}', retry_after="9"), K.RATE, 9),
    (_answer(429, b"<html>", retry_after="4"), K.RATE, 4),
    (_answer(429, b"<html>", retry_after="Wed"), K.RATE, 5),
    (_answer(502, b"<html>Bad Gateway</html>"), K.UNCERTAIN, None),
    (_answer(200, b"<html>login</html>"), K.UNCERTAIN, None),
    (_answer(200, b'{"ok":true,"result":true}'), K.UNCERTAIN, None),
    (_answer(200, b'{"ok":true,"result":[]}'), K.UNCERTAIN, None),
    (_answer(200, b'{"ok":"yes"}'), K.UNCERTAIN, None),
    (_answer(403, b"<html>proxy</html>"), K.RETRY, None),
    (_answer(302, b""), K.AUTH, None),
    (_answer(404, b"<html>"), K.AUTH, None),
    (_answer(413, b"<html>"), K.FORMAT, None),
    (_answer(400, b'{"ok":false,"error_code":400,"description":"x","parameters":null}'), K.FORMAT, None),
    (HttpTrouble("reset", sent=True), K.UNCERTAIN, None),
    (HttpTrouble("no route", sent=False), K.RETRY, None),
    (Refused("private address", sent=False), K.AUTH, None),
    (Refused("answer too long", sent=True), K.UNCERTAIN, None),
]


@pytest.mark.parametrize("outcome, kind, wait", WIRE)
async def test_what_the_wire_brings_means(outcome: Loose, kind: SendErrorKind, wait: float | None) -> None:
    bench = Bench()
    context = msgspec.structs.replace(bench.context, http=Canned(outcome))
    result = await bench.channel.send(bench.channel.render(bench.message(text="да"), {})[0], context)
    assert isinstance(result, SendError)
    assert result.kind is kind
    if wait is not None:
        assert result.retry_after_s == wait


async def test_every_kind_of_file_arrives_and_its_handle_is_kept(bench: Bench) -> None:
    kinds = {
        Kind.IMAGE: "image/png", Kind.VIDEO: "video/mp4", Kind.AUDIO: "audio/mpeg", Kind.VOICE: "audio/ogg",
        Kind.VIDEO_NOTE: "video/mp4", Kind.ANIMATION: "video/mp4", Kind.DOCUMENT: "application/pdf",
        Kind.STICKER: "image/webp",
    }  # fmt: skip
    for kind, mime in kinds.items():
        (result,) = await bench.send(files=(bench.file(kind, mime),))
        assert isinstance(result, Sent), (kind, result)
        reads = len(bench.shelf.reads)
        again = bench.file(kind, mime, ref=result.file_refs["pixel"])
        (second,) = await bench.send(files=(again,))
        assert isinstance(second, Sent), (kind, second)
        assert len(bench.shelf.reads) == reads
    shown = [message["file"]["size"] for message in bench.seen()]
    assert shown == [len(PIXEL)] * 16


async def test_an_album_has_many_ids_and_handles(bench: Bench) -> None:
    bench.shelf.files["second"] = PIXEL + b"2"
    files = (bench.file(), bench.file(key="second"))
    (result,) = await bench.send(text="Оба", files=files)
    assert isinstance(result, Sent)
    assert (result.external_id, result.more_ids) == (f"{bench.person}:2", (f"{bench.person}:3",))
    assert set(result.file_refs) == {"pixel", "second"}
    by_ref = tuple(bench.file(key=key, ref=ref) for key, ref in result.file_refs.items())
    (again,) = await bench.send(files=by_ref)
    assert isinstance(again, Sent)
    assert [m["file"]["size"] for m in bench.seen()] == [len(PIXEL), len(PIXEL) + 1] * 2
    assert [m["text"] for m in bench.seen()] == ["Оба", "", "", ""]


@pytest.mark.parametrize("count", [1, 2])
async def test_a_dead_handle_is_uploaded_again(bench: Bench, count: int) -> None:
    files = tuple(bench.file(ref="AgF-of-another-bot") for _ in range(count))
    (result,) = await bench.send(files=files)
    assert isinstance(result, Sent)
    assert bench.shelf.reads == ["pixel"] * count


async def test_a_file_that_is_gone_here_is_not_sent(bench: Bench) -> None:
    (result,) = await bench.send(files=(bench.file(key="gone"),))
    assert isinstance(result, SendError)
    assert (result.kind, result.code) == (K.FORMAT, "file_gone")


async def test_a_chat_that_moved_is_followed_once(bench: Bench) -> None:
    old, new = bench.person, bench.player.create_person("Группа")
    bench.player.start(BOT, new)
    bench.fake.engine.world.migrated[str(old)] = new
    (result,) = await bench.send(text="да")
    assert isinstance(result, Sent)
    assert result.external_id.startswith(f"{new}:")


async def test_throttling_names_the_wait_and_nothing_is_sent(bench: Bench) -> None:
    bench.fake.moods.set("throttled", times=1, value=31)
    (result,) = await bench.send(text="да")
    assert result == SendError(
        kind=K.RATE, code="429", detail="Too Many Requests: retry after 31", retry_after_s=31, scope=Scope.CHAT
    )
    assert bench.seen() == []


@pytest.mark.parametrize("mood", ["silent", "gateway", "html"])
async def test_a_lost_answer_is_uncertain_and_never_repeated(bench: Bench, mood: str) -> None:
    bench.fake.moods.set(mood, times=1)
    (result,) = await bench.send(text="один раз")
    assert isinstance(result, SendError)
    assert result.kind is K.UNCERTAIN
    assert [message["text"] for message in bench.seen()] == ["один раз"]


async def test_an_answer_to_a_vanished_message_is_still_said(bench: Bench) -> None:
    (result,) = await bench.send(text="да", reply_to=f"{bench.person}:999")
    assert isinstance(result, Sent)


async def test_answers_and_quotes_cross_both_ways(bench: Bench) -> None:
    await bench.channel.connect(bench.context)
    asked = bench.player.send_text(BOT, bench.person, "Где заказ?")
    await bench.send(text="В пути", reply_to=f"{bench.person}:{asked}")
    assert bench.seen()[-1]["reply_to"] == asked


async def test_a_long_payload_comes_back_as_what_the_message_explains(bench: Bench) -> None:
    await bench.channel.connect(bench.context)
    (sent,) = await bench.send(text="Выберите", buttons=((Button("Да", "yes"),), (Button("Нет", "п" * 100),)))
    assert isinstance(sent, Sent)
    bench.player.press(BOT, bench.person, int(sent.external_id.rpartition(":")[2]), row=0)
    presses = [one for one in await bench.arrived() if isinstance(one, ButtonPressed)]
    assert [(one.payload, one.message_id) for one in presses] == [("yes", sent.external_id)]
    assert bench.player.view(BOT, bench.person)["presses"][0]["spinning"]
    await bench.channel.answer_button(presses[0].answer_ref, bench.context)
    assert not bench.player.view(BOT, bench.person)["presses"][0]["spinning"]
    await bench.channel.answer_button("12345", bench.context)


# Edits and deletions ----------------------------------------------------------------------------------------------


async def test_a_caption_is_edited_even_when_nobody_said_it_is_one(bench: Bench) -> None:
    (sent,) = await bench.send(text="Старая", files=(bench.file(),))
    assert isinstance(sent, Sent)
    result = await bench.channel.edit(sent.external_id, bench.message(text="Новая"), bench.context)
    assert isinstance(result, Sent)
    assert bench.seen()[-1]["text"] == "Новая"


async def test_an_edit_that_is_too_long_is_refused_and_nothing_is_cut(bench: Bench) -> None:
    (sent,) = await bench.send(text="коротко")
    assert isinstance(sent, Sent)
    result = await bench.channel.edit(sent.external_id, bench.message(text="слово " * 1000), bench.context)
    assert isinstance(result, SendError)
    assert result.kind is K.FORMAT
    assert bench.seen()[-1]["text"] == "коротко"


async def test_an_edit_of_a_vanished_message_is_refused(bench: Bench) -> None:
    result = await bench.channel.edit(f"{bench.person}:99", bench.message(text="да"), bench.context)
    assert isinstance(result, SendError)
    assert result.kind is K.FORMAT


async def test_an_edit_whose_answer_is_lost_may_be_tried_again(bench: Bench) -> None:
    (sent,) = await bench.send(text="да")
    assert isinstance(sent, Sent)
    bench.fake.moods.set("silent", times=1)
    result = await bench.channel.edit(sent.external_id, bench.message(text="нет"), bench.context)
    assert isinstance(result, SendError)
    assert result.kind is K.RETRY
    assert isinstance(await bench.channel.edit(sent.external_id, bench.message(text="нет"), bench.context), Sent)


# Files in -----------------------------------------------------------------------------------------------------------


async def _photo_of(bench: Bench) -> Attachment:
    await bench.channel.connect(bench.context)
    bench.player.send_file(BOT, bench.person, "document", FilePart("счёт.pdf", b"%PDF-1", "application/pdf"))
    content = getattr((await bench.arrived())[-1], "content", None)
    assert content is not None
    return content.attachments[0]  # type: ignore[no-any-return]


async def test_a_file_is_fetched_with_its_name(bench: Bench) -> None:
    fetched = await bench.channel.fetch_file(await _photo_of(bench), bench.context)
    assert (fetched.data, fetched.name, fetched.mime) == (b"%PDF-1", "счёт.pdf", "application/pdf")


async def test_a_file_over_the_limit_is_explained(bench: Bench) -> None:
    attachment = await _photo_of(bench)
    bench.fake.moods.set("too_big")
    with pytest.raises(CannotFetch, match="limit 20 MB") as refused:
        await bench.channel.fetch_file(attachment, bench.context)
    assert refused.value.slug == "too_big"
    large = msgspec.structs.replace(attachment, size=34 * 1024 * 1024)
    with pytest.raises(CannotFetch, match="34 MB"):
        await bench.channel.fetch_file(large, bench.context)


async def test_an_unknown_handle_will_never_come(bench: Bench) -> None:
    with pytest.raises(CannotFetch):
        await bench.channel.fetch_file(Attachment(kind=Kind.DOCUMENT, ref="nope"), bench.context)


async def test_a_download_that_breaks_may_come_later(bench: Bench) -> None:
    attachment = await _photo_of(bench)
    bench.http.unplugged = True
    with pytest.raises(ChannelTrouble):
        await bench.channel.fetch_file(attachment, bench.context)


async def test_the_profile_photo_and_its_absence(bench: Bench) -> None:
    assert await bench.channel.fetch_photo(str(bench.person), bench.context) is None
    bench.player.set_photo(bench.person, PIXEL)
    photo = await bench.channel.fetch_photo(f"bc-1/{bench.person}", bench.context)
    assert photo is not None
    assert photo.data == PIXEL


# Business accounts ----------------------------------------------------------------------------------------------------


async def test_a_customer_of_a_business_account_is_answered_there(bench: Bench) -> None:
    await bench.channel.connect(bench.context)
    owner = bench.player.create_person("Анна")
    connection = bench.player.connect_business(BOT, owner)
    bench.player.write_business(BOT, connection, bench.person, "Добрый день")
    bench.player.write_business(BOT, connection, bench.person, "Я сама отвечу", by_owner=True)
    received = [one for one in await bench.arrived() if getattr(one, "message_id", "").startswith("bc-")]
    assert [one.key and getattr(one, "content").text for one in received] == ["Добрый день"]  # noqa: B009 - a union
    recipient = f"{connection}/{bench.person}"
    message = msgspec.structs.replace(bench.message(text="Здравствуйте"), recipient=recipient)
    sent = await bench.channel.send(bench.channel.render(message, {})[0], bench.context)
    assert isinstance(sent, Sent)
    assert sent.external_id == f"{recipient}:3"
    await bench.channel.show_typing(recipient, bench.context)
    assert isinstance(await bench.channel.delete(sent.external_id, recipient, bench.context), Sent)
    texts = [one["text"] for one in bench.player.view(BOT, bench.person, connection)["messages"]]
    assert texts == ["Добрый день", "Я сама отвечу"]


# The token ----------------------------------------------------------------------------------------------------------


class Gossip:
    """An HTTP client that puts the whole address into its complaint."""

    async def request(self, request: HttpRequest) -> HttpAnswer:
        raise HttpTrouble(f"cannot reach {request.url}", sent=False)


async def test_the_token_stays_inside_whatever_the_network_says() -> None:
    bench = Bench()
    context = msgspec.structs.replace(bench.context, http=Gossip())
    said = [repr(context), repr(TelegramClient(Gossip(), TOKEN)), repr(await bench.channel.test(context))]
    said.append(repr(await bench.channel.send(bench.channel.render(bench.message(text="да"), {})[0], context)))
    said.append(repr(await bench.channel.watch(context)))
    poller = await bench.channel.open_poller(context)
    for raising in (
        lambda: anext(aiter(poller.batches({}))),
        lambda: bench.channel.fetch_file(Attachment(kind=Kind.IMAGE, ref="x"), context),
    ):
        with pytest.raises(ChannelTrouble) as caught:
            await raising()
        said += traceback.format_exception(caught.value)
        said += [repr(caught.value.__context__), repr(caught.value.__cause__)]
    said += bench.notes.lines
    assert bench.notes.lines
    assert not any(TOKEN in one or TOKEN.partition(":")[2] in one for one in said)


async def test_the_token_stays_inside_what_telegram_says() -> None:
    body = msgspec.json.encode({"ok": False, "error_code": 400, "description": f"bad url /bot{TOKEN}/x"})
    bench = Bench()
    context = msgspec.structs.replace(bench.context, http=Canned(_answer(400, body)))
    result = await bench.channel.send(bench.channel.render(bench.message(text="да"), {})[0], context)
    assert TOKEN.partition(":")[2] not in repr(result) + "".join(bench.notes.lines)


def test_a_request_shows_no_address() -> None:
    assert TOKEN not in repr(HttpRequest(method="GET", url=f"https://u:p@h.example/bot{TOKEN}/getMe"))


# Reactions --------------------------------------------------------------------------------------------------------


async def test_a_reaction_is_put_changed_and_taken_away(bench: Bench) -> None:
    (sent,) = await bench.send(text="да")
    assert isinstance(sent, Sent)
    for emojis, shown in (("👍", ["👍"]), ("❤", ["❤"]), ("❤", ["❤"]), ((), [])):
        result = await bench.channel.react(sent.external_id, "", tuple(emojis), bench.context)
        assert isinstance(result, Sent), result
        assert bench.seen()[-1]["reactions"]["bot"] == shown


async def test_every_reaction_that_is_offered_is_taken(bench: Bench) -> None:
    (sent,) = await bench.send(text="да")
    assert isinstance(sent, Sent)
    for emoji in bench.channel.manifest.capabilities.reactions_out:
        assert isinstance(await bench.channel.react(sent.external_id, "", (emoji,), bench.context), Sent), emoji


async def test_a_reaction_that_is_refused_says_why(bench: Bench) -> None:
    (sent,) = await bench.send(text="да")
    assert isinstance(sent, Sent)
    refused = await bench.channel.react(sent.external_id, "", ("🧦",), bench.context)
    assert isinstance(refused, SendError)
    assert (refused.kind, refused.detail) == (K.FORMAT, "Bad Request: REACTION_INVALID")
    business = await bench.channel.react("conn/77:5", "", ("👍",), bench.context)
    assert isinstance(business, SendError)
    bench.fake.moods.set("silent", times=1)
    silent = await bench.channel.react(sent.external_id, "", ("👍",), bench.context)
    assert isinstance(silent, SendError)
    assert silent.kind is K.RETRY
