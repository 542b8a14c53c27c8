"""Templates: read as the provider lists them, filled, and refused when they cannot be sent."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.errors import ChannelTrouble
from otklik.channelkit.outbound import ChosenTemplate, OutboundFile, SendError, SendErrorKind, Sent
from otklik.channelkit.templates import GapKind, Template, TemplateCategory, TemplateStatus, read_buttons, read_out
from otklik.channels.whatsapp import templates
from otklik.channels.whatsapp.templates import read_template, write_template
from tests.channels.whatsapp.bench import Bench
from tests.channels.whatsapp.wire import Loose


async def listed(bench: Bench) -> dict[str, Template]:
    return {one.name: one for one in await bench.channel.list_templates(bench.context)}


def choose(name: str, **more: Loose) -> ChosenTemplate:
    return ChosenTemplate(name=name, language="ru", **more)


async def test_all_are_listed_with_what_they_want(bench: Bench) -> None:
    found = await listed(bench)
    order, delivery, tea = found["order_ready"], found["delivery"], found["new_tea"]
    assert (order.category, order.status, order.footer) == (
        TemplateCategory.UTILITY, TemplateStatus.APPROVED, "Чайная лавка"
    )  # fmt: skip
    assert [(gap.key, gap.example) for gap in order.gaps[:2]] == [("body.1", "Вера"), ("body.2", "42")]
    assert [(gap.key, gap.kind) for gap in order.gaps[2:]] == [
        ("button.0", GapKind.PAYLOAD), ("button.1", GapKind.PAYLOAD)
    ]  # fmt: skip
    assert [(gap.key, gap.example) for gap in delivery.gaps] == [
        ("header.1", "42"), ("body.day", "в пятницу"), ("body.from", "10"), ("body.till", "14"),
        ("button.0.1", "https://shop.example/orders/42"),
    ]  # fmt: skip
    assert [one.phone for one in delivery.buttons] == ["", "+74950000000"]
    assert (tea.file, [gap.key for gap in tea.gaps]) == ("image", ["body.1", "button.0.code"])
    assert (found["cheap"].status, found["cheap"].reason) == (TemplateStatus.REJECTED, "PROMOTIONAL")
    assert found["sleepy"].status is TemplateStatus.PAUSED
    assert (found["cards"].obstacle, found["cards"].sendable) == ("carousel", False)


async def test_they_come_page_by_page(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "PAGE", 2)
    assert len(await listed(bench)) == 7
    assert bench.made() == ["message_templates"] * 4


async def test_a_refusal_of_the_list_is_trouble_without_secrets(bench: Bench) -> None:
    bench.fake.moods.set("revoked")
    with pytest.raises(ChannelTrouble) as trouble:
        await listed(bench)
    assert bench.context.settings["token"] not in trouble.value.detail


async def test_the_person_reads_what_our_records_say(bench: Bench) -> None:
    found = await listed(bench)
    values = {"header.1": "42", "body.day": "в пятницу", "body.from": "10", "body.till": "14", "button.0.1": "42"}
    [sent] = await bench.send(template=choose("delivery", values=values))
    assert isinstance(sent, Sent)
    shown = bench.seen()[-1]
    assert shown["text"] == read_out(found["delivery"], values)
    keys = [key for row in shown["buttons"] for key in row]
    assert keys[0] == {"text": "Где заказ", "url": "https://shop.example/orders/42"}
    assert read_buttons(found["delivery"], values)[0].url == keys[0]["url"]


async def test_a_picture_and_a_code(bench: Bench) -> None:
    chosen = choose("new_tea", values={"body.1": "Вера", "button.0.code": "TEA10"}, file=bench.file())
    [sent] = await bench.send(template=chosen)
    assert isinstance(sent, Sent)
    assert (bench.seen()[-1]["kind"], len(bench.seen()[-1]["files"])) == ("photo", 1)
    assert bench.made() == ["media", "messages"]


async def test_one_may_be_sent_after_the_window_and_a_press_of_it_opens_it(bench: Bench) -> None:
    chat = bench.account.chats[str(bench.person)]
    chat.last_in -= 25 * 3600
    values = {"body.1": "Вера", "body.2": "42", "button.0": "later"}
    [sent] = await bench.send(template=choose("order_ready", values=values))
    assert isinstance(sent, Sent)
    assert bench.seen()[-1]["text"].startswith("Здравствуйте, Вера! Заказ 42")


@pytest.mark.parametrize(
    ("chosen", "kind", "code"),
    [
        (choose("nobody_knows"), SendErrorKind.FORMAT, "132001"),
        (choose("cheap"), SendErrorKind.FORMAT, "132001"),
        (choose("sleepy"), SendErrorKind.POLICY, "132015"),
        (choose("order_ready", values={"body.1": "Вера"}), SendErrorKind.FORMAT, "132000"),
        (choose("new_tea", values={"body.1": "Вера", "button.0.code": "T"}), SendErrorKind.FORMAT, "132012"),
        (ChosenTemplate(name="thanks", language="en"), SendErrorKind.FORMAT, "132001"),
    ],
)
async def test_refusals(bench: Bench, chosen: ChosenTemplate, kind: SendErrorKind, code: str) -> None:
    [error] = await bench.send(template=chosen)
    assert isinstance(error, SendError)
    assert (error.kind, error.code) == (kind, code)


def test_values_are_written_in_their_order_and_cleaned() -> None:
    values = {f"body.{n}": f"{n}\n \t{n}" for n in range(12, 0, -1)} | {"button.10": "x", "button.2.1": "y"}
    written = write_template(choose("many", values=values))["template"]["components"]
    assert [one["text"] for one in written[0]["parameters"]] == [f"{n} {n}" for n in range(1, 13)]
    assert [(one["index"], one["sub_type"]) for one in written[1:]] == [("2", "url"), ("10", "quick_reply")]


def test_named_values_keep_their_names_and_nothing_is_written_for_nothing() -> None:
    written = write_template(choose("named", values={"body.day": "пятница", "button.0": " "}))["template"]
    assert written["components"] == [
        {"type": "body", "parameters": [{"type": "text", "parameter_name": "day", "text": "пятница"}]}
    ]
    assert "components" not in write_template(choose("thanks"))["template"]


@pytest.mark.parametrize(
    ("kind", "mime", "parameter"),
    [
        (Kind.IMAGE, "image/png", {"type": "image", "image": {}}),
        (Kind.VIDEO, "video/mp4", {"type": "video", "video": {}}),
        (Kind.DOCUMENT, "application/pdf", {"type": "document", "document": {"filename": "a.pdf"}}),
        (Kind.AUDIO, "audio/mpeg", {"type": "document", "document": {"filename": "a.pdf"}}),
    ],
)
def test_the_file_in_the_head(kind: Kind, mime: str, parameter: Loose) -> None:
    chosen = choose("x", file=OutboundFile(key="k", kind=kind, name="a.pdf", mime=mime, size=1))
    [head] = write_template(chosen)["template"]["components"]
    assert head == {"type": "header", "parameters": [parameter]}


@pytest.mark.parametrize(
    ("given", "obstacle"),
    [
        ({"components": [{"type": "LIMITED_TIME_OFFER"}]}, "limited_time_offer"),
        ({"components": [{"type": "HEADER", "format": "LOCATION"}]}, "header location"),
        ({"components": [{"type": "BUTTONS", "buttons": [{"type": "FLOW", "text": "x"}]}]}, "flow"),
        ({"components": [{"type": "BUTTONS", "buttons": [{"type": "OTP", "text": "x"}]}]}, "otp"),
        ({"components": [{"type": "BUTTONS", "buttons": [
            {"type": "OTP", "text": "x", "url": "https://www.whatsapp.com/otp/code/?code=otp{{1}}"}]}]}, ""),
        ({"components": [None, 7, {"type": 3}]}, "3"),
        ({}, ""),
    ],
)  # fmt: skip
def test_what_we_cannot_fill_is_said(given: Loose, obstacle: str) -> None:
    assert read_template({"name": "x", "language": "ru", "status": "APPROVED", **given}).obstacle == obstacle


_NAMES = st.sampled_from(["type", "format", "text", "buttons", "example", "body_text", "url", "components", "name"])
_ANY = st.recursive(
    st.none() | st.integers() | st.text(max_size=4) | st.sampled_from(["BODY", "HEADER", "BUTTONS", "URL", "{{1}}"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4), max_leaves=25,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(components=_ANY)
def test_whatever_is_listed_can_be_kept(components: Loose) -> None:
    read = read_template({"name": "x", "language": "ru", "components": components})
    assert b"\\u0000" not in msgspec.json.encode(read)


def test_words_of_tomorrow_are_survived() -> None:
    read = read_template({"name": "x", "status": "ARCHIVED", "category": "POETRY", "components": "?"})
    assert (read.status, read.category, read.body) == (TemplateStatus.DISABLED, TemplateCategory.OTHER, "")
