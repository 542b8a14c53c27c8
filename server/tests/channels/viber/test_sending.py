"""Calls, what comes back, and what it means: against the fake."""

import msgspec
import pytest

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.channel import link_nothing
from otklik.channelkit.content import Attachment, Button, Location
from otklik.channelkit.errors import CannotFetch, ChannelTrouble
from otklik.channelkit.inbound import ButtonPressed, DeliveryReported, MessageReceived
from otklik.channelkit.outbound import Scope, SendError, SendErrorKind, Sent
from otklik.channels.viber.client import Refusal, Silence, ViberClient
from otklik.channels.viber.refusals import KINDS, send_error
from otklik.kit.http import FilePart, HttpAnswer, HttpRequest, HttpTrouble, Refused
from tests.channels.viber.bench import BOT, PIXEL, TOKEN, Bench, Loose

K = SendErrorKind
ERRORS: dict[SendErrorKind, tuple[int, ...]] = {
    K.RATE: (12,),
    K.GONE: (5, 11, 6),
    K.FORMAT: (3, 4, 13, 14, 16, 17, 18),
    K.AUTH: (1, 2, 8, 10, 15, 21, 22, 23, 24),
    K.POLICY: (7, 9, 19, 20),
    K.UNCERTAIN: (25, 999),
}  # fmt: skip


@pytest.mark.parametrize("kind, status", [(kind, code) for kind, codes in ERRORS.items() for code in codes])
def test_a_refusal_means(kind: SendErrorKind, status: int) -> None:
    error = send_error(Refusal(status=status, description="words"))
    assert (error.kind, error.code, error.detail) == (kind, str(status), "words")
    assert error.retry_after_s == (3600 if kind is K.RATE else None)
    assert error.scope is (Scope.INBOX if kind is K.AUTH else Scope.CHAT)


def test_the_table_holds_what_the_test_knows_and_nothing_more() -> None:
    assert set(KINDS) == {code for kind, codes in ERRORS.items() for code in codes if kind is not K.UNCERTAIN}


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


def _answer(status: int, body: bytes) -> HttpAnswer:
    return HttpAnswer(status, {}, body)


WIRE: list[tuple[HttpAnswer | Exception, SendErrorKind]] = [
    (_answer(200, b'{"status":12,"status_message":"tooManyRequests"}'), K.RATE),
    (_answer(200, b'{"status":6,"status_message":null}'), K.GONE),
    (_answer(200, b'{"status":2,"status_message":"' + TOKEN.encode() + b'"}'), K.AUTH),
    (_answer(500, b'{"status":999,"status_message":"x"}'), K.UNCERTAIN),
    (_answer(429, b"<html>"), K.RATE),
    (_answer(401, b"<html>"), K.AUTH),
    (_answer(403, b"<html>"), K.AUTH),
    (_answer(404, b"<html>"), K.AUTH),
    (_answer(413, b"<html>"), K.FORMAT),
    (_answer(502, b"<html>"), K.UNCERTAIN),
    (_answer(200, b"<html>login</html>"), K.UNCERTAIN),
    (_answer(418, b"tea"), K.UNCERTAIN),
    (_answer(302, b""), K.AUTH),
    (_answer(200, b'{"status":0}'), K.UNCERTAIN),
    (_answer(200, b'{"status":0,"message_token":{}}'), K.UNCERTAIN),
    (_answer(200, b'{"status":"0"}'), K.UNCERTAIN),
    (HttpTrouble("reset", sent=True), K.UNCERTAIN),
    (HttpTrouble("no route", sent=False), K.RETRY),
    (Refused("private address", sent=False), K.AUTH),
    (Refused("answer too long", sent=True), K.UNCERTAIN),
]


@pytest.mark.parametrize("outcome, kind", WIRE)
async def test_what_the_wire_brings_means(outcome: Loose, kind: SendErrorKind) -> None:
    bench = Bench()
    context = msgspec.structs.replace(bench.context, http=Canned(outcome))
    part = bench.channel.render(bench.message(text="да"), bench.context.settings)[0]
    result = await bench.channel.send(part, context)
    assert isinstance(result, SendError)
    assert result.kind is kind
    assert TOKEN not in repr(result)
    assert not any(TOKEN in line for line in bench.notes.lines)


async def test_a_text_arrives_and_its_number_is_kept_as_a_word(bench: Bench) -> None:
    (sent,) = await bench.send(text="Здравствуйте")
    assert isinstance(sent, Sent)
    assert int(sent.external_id) > 2**53
    assert [one["text"] for one in bench.seen()] == ["Здравствуйте"]


async def test_every_kind_of_file_is_fetched_by_viber_and_arrives(bench: Bench) -> None:
    kinds = {
        Kind.IMAGE: ("image/png", "p.png", "photo"), Kind.VIDEO: ("video/mp4", "v.mp4", "video"),
        Kind.VOICE: ("audio/ogg", "v.ogg", "document"), Kind.AUDIO: ("audio/mpeg", "s.mp3", "document"),
        Kind.ANIMATION: ("image/gif", "g.gif", "photo"), Kind.DOCUMENT: ("application/pdf", "d.pdf", "document"),
        Kind.STICKER: ("image/webp", "s.webp", "document"),
    }  # fmt: skip
    for kind, (mime, name, how) in kinds.items():
        (result,) = await bench.send(files=(bench.file(kind, mime, name=name),))
        assert isinstance(result, Sent), (kind, result)
        assert (bench.seen()[-1]["kind"], len(bench.seen()[-1]["files"])) == (how, 1)


async def test_a_server_without_a_public_address_says_so(bench: Bench) -> None:
    context = msgspec.structs.replace(bench.context, link_file=link_nothing)
    (part,) = bench.channel.render(bench.message(files=(bench.file(),)), context.settings)
    result = await bench.channel.send(part, context)
    assert isinstance(result, SendError)
    assert (result.kind, result.code) == (K.FORMAT, "no_link")


async def test_a_place_arrives(bench: Bench) -> None:
    await bench.send(location=Location(55.75, 37.61))
    assert bench.seen()[-1]["location"]["latitude"] == 55.75


async def test_the_hundred_and_first_message_in_an_hour_waits_for_an_answer(bench: Bench) -> None:
    for _ in range(100):
        (sent,) = await bench.send(text="ещё")
        assert isinstance(sent, Sent)
    (refused,) = await bench.send(text="сто первое")
    assert isinstance(refused, SendError)
    assert (refused.kind, refused.retry_after_s, refused.scope) == (K.RATE, 3600, Scope.CHAT)
    bench.player.send_text(BOT, bench.person, "хватит")
    (sent,) = await bench.send(text="простите")
    assert isinstance(sent, Sent)


@pytest.mark.parametrize("trouble", ["block", "gone", "only looked", "stranger"])
async def test_who_does_not_want_us_is_not_reached(bench: Bench, trouble: str) -> None:
    if trouble == "block":
        bench.player.block(BOT, bench.person)
    elif trouble == "gone":
        bench.player.delete_person(bench.person)
    elif trouble == "only looked":
        number = bench.player.create_person("Прохожий")
        bench.player.start(BOT, number)
        bench.ref = bench.player.person(number).ref
    else:
        bench.ref = "nobody="
    (result,) = await bench.send(text="эй")
    assert isinstance(result, SendError)
    assert result.kind is K.GONE


async def test_an_older_app_gets_the_same_keys_in_a_plainer_form(bench: Bench) -> None:
    bench.player.person(bench.person).extra["api_version"] = 4
    (sent,) = await bench.send(text="Вопрос решён?", buttons=((Button("Да", "yes"),),))
    assert isinstance(sent, Sent)
    assert bench.made().count("send_message") == 2
    assert bench.seen()[-1]["buttons"] == [[{"text": "Да"}]]


async def test_a_press_names_the_message_it_hung_on(bench: Bench) -> None:
    await bench.send(message_id=31, text="Вопрос решён?", buttons=((Button("Да", "yes"),),))
    bench.player.press(BOT, bench.person, bench.seen()[-1]["id"])
    pressed = next(one for one in await bench.arrived() if isinstance(one, ButtonPressed))
    assert (pressed.payload, pressed.tag) == ("yes", "otk.31.0")


async def test_what_became_of_a_message_is_told(bench: Bench) -> None:
    (sent,) = await bench.send(text="дошло?")
    assert isinstance(sent, Sent)
    for status in ("delivered", "read"):
        bench.player.receive(BOT, bench.person, status)
    found = [one for one in await bench.arrived() if isinstance(one, DeliveryReported)]
    assert [(one.message_id, one.status) for one in found] == [
        (sent.external_id, "delivered"), (sent.external_id, "read"),
    ]  # fmt: skip


async def test_files_of_people_are_fetched(bench: Bench) -> None:
    for kind in ("photo", "video", "document", "sticker"):
        bench.player.send_file(BOT, bench.person, kind, FilePart(f"{kind}.bin", PIXEL, "image/png"))
    messages = [one for one in await bench.arrived() if isinstance(one, MessageReceived)]
    assert len(messages) == 4
    for one in messages:
        fetched = await bench.channel.fetch_file(one.content.attachments[0], bench.context)
        assert fetched.data == PIXEL


async def test_files_that_do_not_come_are_told_from_those_that_may_come_later(bench: Bench) -> None:
    gone = Attachment(kind=Kind.IMAGE, ref="https://chatapi.viber.com/media/f999")
    with pytest.raises(CannotFetch):
        await bench.channel.fetch_file(gone, bench.context)
    with pytest.raises(CannotFetch) as refused:
        await bench.channel.fetch_file(msgspec.structs.replace(gone, size=300 * 1024 * 1024), bench.context)
    assert refused.value.slug == "too_big"
    for ref in ("https://nowhere.example/x", "no address"):
        with pytest.raises(ChannelTrouble):
            await bench.channel.fetch_file(Attachment(kind=Kind.IMAGE, ref=ref), bench.context)


async def test_a_photo_of_the_person_is_fetched_if_there_is_one(bench: Bench) -> None:
    assert await bench.channel.fetch_photo(bench.ref, bench.context) is None
    bench.player.set_photo(bench.person, PIXEL)
    photo = await bench.channel.fetch_photo(bench.ref, bench.context)
    assert photo is not None
    assert (photo.data, photo.mime) == (PIXEL, "image/png")
    assert await bench.channel.fetch_photo("nobody=", bench.context) is None


def test_the_token_comes_out_nowhere() -> None:
    client = ViberClient(Bench().http, TOKEN)
    assert TOKEN not in repr(client)
    assert TOKEN not in client.hide(f"x {TOKEN} y")
