"""Real calls on the fake: what arrives, what is refused, and what every refusal means."""

import json

import pytest
from msgspec.structs import replace

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.channel import FetchedFile
from otklik.channelkit.content import Attachment, Button
from otklik.channelkit.errors import CannotFetch, ChannelTrouble
from otklik.channelkit.inbound import DeliveryReported, DeliveryStatus, MessageReceived, ReachChanged
from otklik.channelkit.meta.graph import Refusal
from otklik.channelkit.meta.refusals import find_meaning
from otklik.channelkit.outbound import Scope, SendError, SendErrorKind, Sent
from otklik.channels.whatsapp import refusals
from otklik.kit.http import FilePart, HttpAnswer, HttpRequest
from tests.channels.whatsapp.bench import BOT, PIXEL, Bench
from tests.channels.whatsapp.wire import Loose

K = SendErrorKind
CODES: dict[SendErrorKind, tuple[int, ...]] = {
    K.RATE: (4, 80007, 130429, 131056, 131048, 131064, 133016),
    K.RETRY: (1, 2, 131000, 131016, 131057, 135000),
    K.WINDOW: (131047,),
    K.GONE: (131026, 131030, 131021, 130472, 131062, 131063, 137000),
    K.OPTOUT: (131050, 131049),
    K.FORMAT: (100, 131008, 131009, 131051, 131052, 131053, 132000, 132001, 132005, 132007, 132008, 132012, 132068,
               132069),
    K.POLICY: (368, 131031, 130497, 132015, 132016),
    K.AUTH: (0, 3, 10, 190, 200, 299, 131005, 131037, 131042, 131045, 133000, 133010, 133999),
}  # fmt: skip


@pytest.mark.parametrize(("code", "kind"), [(code, kind) for kind, codes in CODES.items() for code in codes])
def test_every_code_has_its_meaning(code: int, kind: SendErrorKind) -> None:
    error = refusals.send_error(Refusal(status=400, code=code, words="слова"))
    assert (error.kind, error.code, error.detail) == (kind, str(code), "слова")
    assert (kind is not K.RATE) or (error.retry_after_s or 0) > 0
    assert find_meaning(refusals.TABLE, code) is not None


@pytest.mark.parametrize(
    ("refused", "kind", "wait", "scope"),
    [
        (Refusal(status=400, code=131056), K.RATE, 16.0, Scope.CHAT),
        (Refusal(status=400, code=130429), K.RATE, 5.0, Scope.INBOX),
        (Refusal(status=429, told=False, retry_after_s=9), K.RATE, 9.0, Scope.INBOX),
        (Refusal(status=400, code=130429, retry_after_s=3), K.RATE, 3.0, Scope.INBOX),
        (Refusal(status=400, code=999_999), K.FORMAT, None, Scope.CHAT),
        (Refusal(status=400, code=999_999, transient=True), K.RETRY, None, Scope.CHAT),
        (Refusal(status=503, told=False), K.UNCERTAIN, None, Scope.CHAT),
        (Refusal(status=400, code=131031), K.POLICY, None, Scope.INBOX),
    ],
)
def test_how_long_and_what_has_to_wait(refused: Refusal, kind: K, wait: float | None, scope: Scope) -> None:
    error = refusals.send_error(refused)
    assert (error.kind, error.retry_after_s, error.scope) == (kind, wait, scope)


# What arrives -----------------------------------------------------------------------------------------------------


async def test_a_message_arrives_and_its_fate_is_told_under_our_name(bench: Bench) -> None:
    [sent] = await bench.send(text="Да, есть")
    assert isinstance(sent, Sent)
    bench.player.receive(BOT, bench.person)
    bench.player.receive(BOT, bench.person, "read")
    reports = [one for one in await bench.arrived() if isinstance(one, DeliveryReported)]
    assert [(one.status, one.message_id, one.tag) for one in reports] == [
        (status, sent.external_id, "otk.1.0")
        for status in (DeliveryStatus.SENT, DeliveryStatus.DELIVERED, DeliveryStatus.READ)
    ]


async def test_a_file_is_uploaded_once(bench: Bench) -> None:
    [sent] = await bench.send(text="подпись", files=(bench.file(),))
    assert isinstance(sent, Sent)
    [handle] = sent.file_refs.values()
    assert (bench.seen()[-1]["kind"], bench.seen()[-1]["text"]) == ("photo", "подпись")
    [again] = await bench.send(files=(bench.file(ref=handle),))
    assert isinstance(again, Sent)
    assert again.file_refs == {}
    assert (bench.shelf.reads, bench.made()) == (["pixel"], ["media", "messages", "messages"])


async def test_a_handle_that_has_expired_is_replaced(bench: Bench) -> None:
    [sent] = await bench.send(files=(bench.file(ref="f999"),))
    assert isinstance(sent, Sent)
    assert list(sent.file_refs) == ["pixel"]
    assert bench.made() == ["messages", "media", "messages"]


async def test_files_that_are_gone_or_refused(bench: Bench) -> None:
    [gone] = await bench.send(files=(bench.file(key="nothing"),))
    assert isinstance(gone, SendError)
    assert (gone.kind, gone.code) == (K.FORMAT, "no_file")
    bench.shelf.files["big"] = b"x" * (6 * 1024 * 1024)
    [refused] = await bench.send(files=(bench.file(key="big"),))
    assert isinstance(refused, SendError)
    assert (refused.kind, refused.code) == (K.FORMAT, "131053")


async def test_an_upload_without_an_answer_is_simply_tried_again(bench: Bench) -> None:
    bench.fake.moods.set("silent", only=("media",))
    [lost] = await bench.send(files=(bench.file(),))
    assert isinstance(lost, SendError)
    assert lost.kind is K.RETRY


async def test_an_answer_to_a_message_that_is_lost_goes_without(bench: Bench) -> None:
    [sent] = await bench.send(text="ответ", reply_to="wamid.NOBODY")
    assert isinstance(sent, Sent)
    assert (bench.seen()[-1]["text"], bench.seen()[-1]["reply_to"]) == ("ответ", None)


async def test_lists_and_links_are_taken(bench: Bench) -> None:
    buttons = tuple((Button(f"Вариант номер {n} с длинным именем", f"v:{n}"),) for n in range(10))
    site = ((Button("Сайт", url="https://shop.example/"),),)
    assert all(isinstance(one, Sent) for one in await bench.send(text="Выберите", buttons=(*buttons, *site)))
    listed, link = bench.seen()
    assert len(listed["buttons"]) == 10
    assert link["buttons"] == [[{"text": "Сайт", "url": "https://shop.example/"}]]


@pytest.mark.parametrize("strict", [False, True])
async def test_a_window_that_is_shut_is_known_at_once_or_afterwards(bench: Bench, strict: bool) -> None:  # noqa: FBT001 - a case
    bench.account.chats[str(bench.person)].last_in -= 24 * 3600 + 1
    if strict:
        bench.fake.moods.set("strict_window")
    [result] = await bench.send(text="вы ещё здесь?")
    facts = await bench.arrived()
    if strict:
        assert isinstance(result, SendError)
        assert result.kind is K.WINDOW
    else:
        assert isinstance(result, Sent)
        [report] = facts
        assert isinstance(report, DeliveryReported)
        assert (report.status, report.code, report.tag) == (DeliveryStatus.FAILED, "131047", "otk.1.0")
    assert bench.seen() == []


async def test_who_has_shut_us_out_is_unreachable(bench: Bench) -> None:
    bench.player.block(BOT, bench.person)
    await bench.send(text="алло")
    report, reach = await bench.arrived()
    assert isinstance(report, DeliveryReported)
    assert isinstance(reach, ReachChanged)
    assert (report.code, reach.reachable, reach.sender.external_id) == ("131026", False, bench.ref)


async def test_a_person_without_a_number_is_answered(bench: Bench) -> None:
    stranger = bench.player.create_person("Инкогнито", username="inc")
    bench.player.send_text(BOT, stranger, "без номера")
    [fact] = await bench.arrived()
    assert isinstance(fact, MessageReceived)
    assert (fact.sender.phone, fact.sender.username, fact.sender.external_id) == ("", "inc", f"RU.{stranger}")
    [sent] = await bench.send(recipient=fact.sender.external_id, text="вижу вас")
    assert isinstance(sent, Sent)


# Small acts -------------------------------------------------------------------------------------------------------


async def test_reactions_are_put_and_taken_away(bench: Bench) -> None:
    mine = bench.view()["messages"][0]
    for emojis in (("👍",), ("👍",), ()):
        result = await bench.channel.react(mine["ref"], bench.ref, emojis, bench.context)
        assert isinstance(result, Sent)
        assert bench.view()["messages"][0]["reactions"] == {"ours": list(emojis)}
    refused = await bench.channel.react("wamid.NOBODY", bench.ref, ("👍",), bench.context)
    assert isinstance(refused, SendError)
    assert refused.kind is K.FORMAT
    bench.fake.moods.set("silent")
    lost = await bench.channel.react(mine["ref"], bench.ref, ("👍",), bench.context)
    assert isinstance(lost, SendError)
    assert lost.kind is K.RETRY


async def test_reading_and_typing_are_seen(bench: Bench) -> None:
    mine = bench.view()["messages"][0]
    await bench.channel.mark_read(mine["ref"], bench.ref, bench.context)
    assert (bench.view()["messages"][0]["status"], bench.view()["typing"]) == ("read", "")
    await bench.channel.show_typing_below(mine["ref"], bench.ref, bench.context)
    assert bench.view()["typing"]
    await bench.channel.mark_read("wamid.NOBODY", bench.ref, bench.context)
    assert bench.notes.lines[-1].startswith("messages read failed 131009")


async def test_a_person_is_kept_away_and_let_in_again(bench: Bench) -> None:
    for recipient in (bench.ref, "+79161234567"):
        assert isinstance(await bench.channel.block(recipient, bench.context, on=True), Sent)
        bench.player.send_text(BOT, bench.person, "пустите")
        assert await bench.arrived() == []
        assert isinstance(await bench.channel.block(recipient, bench.context, on=False), Sent)
    refused = await bench.channel.block("RU.1", bench.context, on=True)
    assert isinstance(refused, SendError)


# Files that come --------------------------------------------------------------------------------------------------


async def receive_file(bench: Bench) -> Attachment:
    bench.player.send_file(BOT, bench.person, "document", FilePart("счёт.pdf", PIXEL, "application/pdf"))
    [fact] = await bench.arrived()
    assert isinstance(fact, MessageReceived)
    return fact.content.attachments[0]


async def test_a_file_is_fetched_with_its_name(bench: Bench) -> None:
    fetched = await bench.channel.fetch_file(await receive_file(bench), bench.context)
    assert fetched == FetchedFile(data=PIXEL, name="счёт.pdf", mime="application/pdf")


async def test_a_file_that_is_no_more(bench: Bench) -> None:
    with pytest.raises(CannotFetch):
        await bench.channel.fetch_file(Attachment(kind=Kind.IMAGE, ref="f999"), bench.context)


@pytest.mark.parametrize("mood", ["revoked", "down", "html"])
async def test_a_file_that_may_come_later(bench: Bench, mood: str) -> None:
    attachment = await receive_file(bench)
    bench.fake.moods.set(mood)
    with pytest.raises(ChannelTrouble):
        await bench.channel.fetch_file(attachment, bench.context)


async def test_no_text_and_no_secret_is_noted(bench: Bench) -> None:
    for mood in ("", "throttled", "down", "revoked", "gateway", "html"):
        bench.fake.moods.clear()
        if mood:
            bench.fake.moods.set(mood)
        await bench.send(text="строго между нами", files=(bench.file(),))
    said = " ".join(bench.notes.lines)
    for secret in ("строго между нами", bench.context.settings["token"], bench.context.settings["app_secret"]):
        assert secret not in said


class Odd:
    """A line that answers what it likes."""

    def __init__(self, answer: Loose) -> None:
        self._answer = answer

    async def request(self, request: HttpRequest) -> HttpAnswer:
        del request
        return HttpAnswer(200, {}, json.dumps(self._answer).encode())


@pytest.mark.parametrize("answer", [{}, {"messages": []}, {"messages": [{"id": None}]}, {"messages": 7}])
async def test_an_answer_without_a_number_is_uncertain(bench: Bench, answer: Loose) -> None:
    bench.context = replace(bench.context, http=Odd(answer))
    [result] = await bench.send(text="раз")
    assert isinstance(result, SendError)
    assert (result.kind, result.code) == (K.UNCERTAIN, "odd_answer")
