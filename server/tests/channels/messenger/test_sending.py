"""What is written, real calls on the fake, and what every refusal means."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Attachment, Button, Location
from otklik.channelkit.errors import CannotFetch, ChannelTrouble
from otklik.channelkit.inbound import DeliveryReported, MessageEdited, ReactionChanged, Sender
from otklik.channelkit.meta.graph import Refusal, Silence
from otklik.channelkit.outbound import OutboundFile, Scope, SendError, SendErrorKind, Sent
from otklik.channels.messenger import outbound, refusals
from otklik.kit.http import FilePart
from tests.channels.messenger.bench import BOT, PIXEL, Bench
from tests.channels.messenger.wire import Loose

K = SendErrorKind


def said(bench: Bench, **fields: Loose) -> list[Loose]:
    return [part.payload for part in outbound.render(bench.message(**fields))]


def buttons(*titles: str) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(one, f"p:{one}"),) for one in titles)


def error_of(result: Loose) -> SendError:
    assert isinstance(result, SendError), result
    return result


# Writing ----------------------------------------------------------------------------------------------------------


async def test_a_text_says_by_which_right_it_comes(bench: Bench) -> None:
    (now,) = said(bench, text="да", reply_to="m_1")
    assert now == {
        "recipient": {"id": bench.ref}, "messaging_type": "RESPONSE", "reply_to": {"mid": "m_1"},
        "message": {"text": "да", "metadata": "otk.1.0"},
    }  # fmt: skip
    (late,) = said(bench, text="да", late=True)
    assert (late["messaging_type"], late["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")


@pytest.mark.parametrize(("letter", "parts"), [("ж", 2), ("😀", 3)])
async def test_a_long_text_is_cut_whole(bench: Bench, letter: str, parts: int) -> None:
    found = said(bench, text=letter * 2500)
    assert len(found) == parts
    assert "".join(one["message"]["text"] for one in found) == letter * 2500


async def test_up_to_three_buttons_hang_under_the_words(bench: Bench) -> None:
    rows = (*buttons("Да", "Нет"), (Button("Сайт", url="https://shop.example/"),))
    before, last = said(bench, text="Вопрос. " * 90, buttons=rows)
    assert "text" in before["message"]
    payload = last["message"]["attachment"]["payload"]
    assert len(payload["text"]) <= outbound.BODY_MAX
    assert [one["type"] for one in payload["buttons"]] == ["postback", "postback", "web_url"]
    assert payload["buttons"][0]["payload"] == "otk.1.1|p:Да"


async def test_more_are_quick_answers_and_links_are_written(bench: Bench) -> None:
    rows = (*buttons("1", "2", "3", "4"), (Button("Сайт", url="https://shop.example/"),))
    (only,) = said(bench, text="Что?", buttons=rows)
    assert only["message"]["text"] == "Что?\n\nСайт: https://shop.example/"
    assert [one["title"] for one in only["message"]["quick_replies"]] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("titles", [[str(n) for n in range(14)], ["Совсем длинная надпись на кнопке"]])
async def test_what_does_not_fit_is_a_numbered_list(bench: Bench, titles: Sequence[str]) -> None:
    (only,) = said(bench, text="Что?", buttons=buttons(*titles))
    assert only["message"]["text"].startswith(f"Что?\n\n1. {titles[0]}")
    assert "quick_replies" not in only["message"]


async def test_a_plain_http_link_a_place_and_nothing_at_all(bench: Bench) -> None:
    (link,) = said(bench, buttons=((Button("Сайт", url="http://shop.example/"),),))
    assert link["message"]["text"] == "Сайт: http://shop.example/"
    (place,) = said(bench, location=Location(55.75, 37.61, "Склад", "Тверская, 1"))
    assert place["message"]["text"].startswith("Склад\nТверская, 1\nhttps://www.openstreetmap.org/?mlat=55.75")
    (nothing,) = said(bench)
    assert nothing["message"]["text"]


# On the wire --------------------------------------------------------------------------------------------------------


async def test_our_own_echo_is_a_report_with_our_tag(bench: Bench) -> None:
    (sent,) = await bench.send(text="Да, есть")
    assert isinstance(sent, Sent)
    (report,) = await bench.arrived()
    assert isinstance(report, DeliveryReported)
    assert (report.message_id, report.tag) == (sent.external_id, "otk.1.0")


@pytest.mark.parametrize(
    ("kind", "mime", "size", "shown"),
    [
        (Kind.IMAGE, "image/png", 68, "photo"), (Kind.IMAGE, "image/webp", 68, "document"),
        (Kind.IMAGE, "image/png", 9 * 1024 * 1024, "document"), (Kind.VOICE, "audio/mp4; codecs=mp4a", 68, "audio"),
        (Kind.VOICE, "audio/ogg", 68, "document"), (Kind.VIDEO, "video/mp4", 68, "video"),
        (Kind.ANIMATION, "image/gif", 68, "photo"), (Kind.DOCUMENT, "application/pdf", 68, "document"),
    ],
)  # fmt: skip
async def test_files_travel_as_what_they_are(bench: Bench, kind: Kind, mime: str, size: int, shown: str) -> None:
    (sent, words) = await bench.send(text="вот", files=(bench.file(kind, mime, size=size),))
    assert isinstance(sent, Sent), sent
    assert isinstance(words, Sent)
    assert [one["kind"] for one in bench.seen()] == [shown, "text"]
    assert list(sent.file_refs) == ["pixel"]


async def test_an_upload_is_used_again_and_made_anew_when_it_is_lost(bench: Bench) -> None:
    (sent,) = await bench.send(files=(bench.file(),))
    assert isinstance(sent, Sent)
    await bench.send(files=(bench.file(ref=sent.file_refs["pixel"]),))
    assert len(bench.shelf.reads) == 1
    (again,) = await bench.send(files=(bench.file(ref="f999"),))
    assert isinstance(again, Sent)
    assert (len(bench.shelf.reads), len(bench.seen())) == (2, 3)


async def test_a_file_that_does_not_fit_goes_by_its_address(bench: Bench) -> None:
    def link(file: OutboundFile) -> str:
        return f"https://desk.example/f/{file.key}.png"

    big = bench.file(Kind.VIDEO, "video/mp4", size=26 * 1024 * 1024, name="фильм.mp4")
    assert error_of((await bench.send(files=(big,)))[0]).code == "too_big"
    bench.context = replace(bench.context, link_file=link)
    await bench.send(files=(big,))
    assert bench.seen()[-1]["text"] == "фильм.mp4\nhttps://desk.example/f/pixel.png"
    assert error_of((await bench.send(files=(bench.file(key="lost"),)))[0]).code == "no_file"


async def test_the_window_and_the_right_of_a_person(bench: Bench) -> None:
    chat = bench.account.chats[str(bench.person)]
    chat.last_in -= 25 * 3600
    assert error_of((await bench.send(text="поздно"))[0]).kind is K.WINDOW
    assert isinstance((await bench.send(text="от человека", late=True))[0], Sent)
    chat.last_in -= 7 * 24 * 3600
    assert error_of((await bench.send(text="совсем поздно", late=True))[0]).kind is K.WINDOW


async def test_a_conversation_held_by_another_app_is_taken_over(bench: Bench) -> None:
    bench.fake.moods.set("held", times=1)
    assert isinstance((await bench.send(text="мы"))[0], Sent)
    assert bench.made() == ["messages", "take_thread_control", "messages"]
    bench.fake.moods.set("held")
    assert error_of((await bench.send(text="мы"))[0]).kind is K.POLICY


async def test_a_lost_answered_message_and_a_blocked_page(bench: Bench) -> None:
    assert isinstance((await bench.send(text="ответ", reply_to="m_lost"))[0], Sent)
    bench.player.block(BOT, bench.person)
    assert error_of((await bench.send(text="алло"))[0]).kind is K.GONE
    assert error_of((await bench.send(text="алло", recipient="123"))[0]).kind is K.GONE


async def test_signs_reactions_and_blocking(bench: Bench) -> None:
    channel, context = bench.channel, bench.context
    theirs = bench.view()["messages"][0]["ref"]
    await channel.show_typing(bench.ref, context)
    assert bench.view()["typing"]
    await channel.mark_read(theirs, bench.ref, context)
    for emojis in (("👍",), ("👍",), ()):
        assert isinstance(await channel.react(theirs, bench.ref, emojis, context), Sent)
    assert bench.view()["messages"][0]["reactions"] == {"ours": []}
    for on in (True, True, False):
        assert isinstance(await channel.block(bench.ref, context, on=on), Sent)
    assert not bench.account.chats[str(bench.person)].banned
    bench.http.unplugged = True
    await channel.show_typing(bench.ref, context)
    assert error_of(await channel.react(theirs, bench.ref, (), context)).kind is K.RETRY


async def test_what_the_person_changes_is_told(bench: Bench) -> None:
    await bench.send(text="ответ")
    bench.player.edit_text(BOT, bench.person, 1, "Добрый вечер")
    bench.player.react(BOT, bench.person, bench.seen()[0]["id"], ("❤️",))
    found = await bench.arrived()
    assert [type(one) for one in found] == [DeliveryReported, MessageEdited, ReactionChanged]


# Files and people ---------------------------------------------------------------------------------------------------


async def test_files_are_fetched_from_their_address_without_our_token(bench: Bench) -> None:
    bench.player.send_file(BOT, bench.person, "document", FilePart("счёт.pdf", PIXEL, "application/pdf"))
    (message,) = await bench.arrived()
    (attachment,) = message.content.attachments  # type: ignore[union-attr]
    file = await bench.channel.fetch_file(attachment, bench.context)
    assert (file.data, file.name, file.mime) == (PIXEL, "счёт.pdf", "application/pdf")
    assert "authorization" not in bench.fake.received[-1].request.headers
    bench.fake.moods.set("expired")
    with pytest.raises(CannotFetch):
        await bench.channel.fetch_file(attachment, bench.context)
    bench.http.unplugged = True
    with pytest.raises(ChannelTrouble):
        await bench.channel.fetch_file(attachment, bench.context)


async def test_names_and_photos_where_they_are_given(bench: Bench) -> None:
    channel, context = bench.channel, bench.context
    assert await channel.fetch_sender(bench.ref, context) == Sender(external_id=bench.ref, name="Вера Иванова")
    assert await channel.fetch_photo(bench.ref, context) is None
    bench.player.set_photo(bench.person, PIXEL)
    photo = await channel.fetch_photo(bench.ref, context)
    assert photo is not None
    assert photo.data == PIXEL
    bench.fake.moods.set("shy")
    assert await channel.fetch_sender(bench.ref, context) is None
    assert await channel.fetch_photo(bench.ref, context) is None
    odd = Attachment(kind=Kind.IMAGE, ref="https://graph.facebook.com/cdn/none")
    with pytest.raises(CannotFetch):
        await channel.fetch_file(odd, context)


# Refusals -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "subcode", "kind"),
    [
        (10, 2018278, K.WINDOW), (10, 2534022, K.WINDOW), (100, 2018065, K.WINDOW), (10, 2018300, K.POLICY),
        (551, 1545041, K.GONE), (200, 1545041, K.GONE), (10, 2018108, K.GONE), (100, 2018001, K.GONE),
        (100, 33, K.GONE), (551, 0, K.GONE),
        *((code, 0, K.RATE) for code in (4, 17, 32, 613, 80006, 1200)),
        (1, 0, K.RETRY), (2, 0, K.RETRY),
        (100, 0, K.FORMAT), (100, 2018047, K.FORMAT), (100, 2534025, K.FORMAT), (10900, 0, K.FORMAT),
        (9000001, 0, K.FORMAT),
        *((190, subcode, K.AUTH) for subcode in (0, 458, 460, 463, 467)),
        (10, 0, K.AUTH), (200, 0, K.AUTH), (230, 0, K.AUTH), (299, 0, K.AUTH),
        (368, 0, K.POLICY), (2022, 0, K.POLICY),
    ],
)  # fmt: skip
def test_every_code_has_its_meaning(code: int, subcode: int, kind: SendErrorKind) -> None:
    error = refusals.send_error(Refusal(status=400, code=code, subcode=subcode, words="so"))
    assert error.kind is kind
    assert error.detail == "so"
    if kind is K.RATE:
        assert (error.retry_after_s or 0) > 0
        assert error.scope is Scope.INBOX
    if kind is K.AUTH:
        assert error.scope is Scope.INBOX


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (Refusal(status=400, code=77777, transient=True), K.RETRY), (Refusal(status=400, code=77777), K.FORMAT),
        (Refusal(status=503, told=False), K.UNCERTAIN), (Refusal(status=401, told=False), K.AUTH),
        (Refusal(status=429, told=False), K.RATE), (Silence(detail="x", sent=True), K.UNCERTAIN),
        (Silence(detail="x", sent=False), K.RETRY), (Silence(detail="x", sent=False, refused=True), K.AUTH),
    ],
)  # fmt: skip
def test_what_has_no_code_of_the_table(trouble: Loose, kind: SendErrorKind) -> None:
    assert refusals.send_error(trouble).kind is kind
