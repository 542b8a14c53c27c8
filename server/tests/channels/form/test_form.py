import base64
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.conformance import Conformance, Specimen, Trouble, judge
from otklik.channelkit.errors import BadSettings
from otklik.channelkit.fakes import LocalHttp
from otklik.channelkit.inbound import HookCall, MessageReceived
from otklik.channelkit.manifest import Grade
from otklik.channelkit.outbound import OutboundFile
from otklik.channels.form import FormChannel
from otklik.channels.form.inbound import FormFile, Submission, make_call
from otklik.channels.form.settings import OWN_MAX, read_own, read_settings

SECRET = "hook-secret-of-the-form"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SAID = Submission(
    id="0193a6b0-5f5e-7c6b-8f0e-0a1b2c3d4e5f", at=datetime(2026, 11, 22, 10, tzinfo=UTC),
    person="email:vera@customer.example", text="Где мой заказ?", name="Вера", email="vera@customer.example",
    answers=(("name", "Вера"), ("Номер заказа", "42")), page="https://shop.example/", marks={"utm_source": "ad"},
)  # fmt: skip


class Notes:
    """An exchange log that remembers."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def note(self, summary: str, *, ok: bool, detail: str = "") -> None:
        self.lines.append(f"{summary} {ok} {detail}")


class Shelf:
    """One stored file."""

    async def read(self, file: OutboundFile) -> bytes:
        return PIXEL


class Nobody:
    """Nothing is ever seen of us in a form."""

    def play(self, trouble: Trouble) -> None:
        pass

    def texts(self) -> list[str]:
        return []

    def files(self) -> int:
        return 0

    def buttons(self) -> list[str]:
        return []

    def sees_typing(self) -> bool:
        return False


async def make_specimen() -> Specimen:
    notes = Notes()
    context = ChannelContext(
        inbox_id=1, settings={}, http=LocalHttp({}), files=Shelf(), log=notes, hook_secret=SECRET
    )  # fmt: skip
    text = make_call(SAID, SECRET)
    file = FormFile(key="k", name="a.png", mime="image/png", size=len(PIXEL))
    return Specimen(
        channel=FormChannel(), context=context, peer=Nobody(), recipient=SAID.person,
        calls={
            "text": text,
            "image": make_call(replace(SAID, id="0193a6b0-0000-7c6b-8f0e-0a1b2c3d4e5f", files=(file,)), SECRET),
            "start": make_call(replace(SAID, id="0193a6b0-1111-7c6b-8f0e-0a1b2c3d4e5f"), SECRET),
        },
        forged=HookCall(body=text.body + b" ", headers=text.headers), bad_settings={"fields": "нет"},
        file=OutboundFile(key="k", kind=Kind.IMAGE, name="a.png", mime="image/png", size=1), secrets=(SECRET,),
        notes=notes.lines,
    )  # fmt: skip


class TestForm(Conformance):
    async def specimen(self) -> Specimen:
        return await make_specimen()


async def test_the_form_earns_gold() -> None:
    verdict = await judge(make_specimen)
    assert verdict.failed == {}
    assert verdict.earned == Grade.GOLD


def test_a_submission_is_a_message_with_its_answers() -> None:
    [message] = FormChannel().parse(make_call(SAID, SECRET), {})
    assert isinstance(message, MessageReceived)
    assert (message.message_id, message.content.text) == (f"form/{SAID.id}", "Где мой заказ?")
    assert [(one.field, one.value) for one in message.content.answers] == [("name", "Вера"), ("Номер заказа", "42")]
    assert message.entry is not None
    assert message.entry.data == {"url": "https://shop.example/", "utm_source": "ad"}


def test_own_fields_are_read_line_by_line() -> None:
    fields, wrong = read_own(
        "order* = Номер заказа | Order number\n\nsize = Размер | | S, M , L, S\nодин = x\nname = y\norder = z"
    )
    assert [(one.name, one.label.ru, one.label.en, one.required, one.choices) for one in fields] == [
        ("order", "Номер заказа", "Order number", True, ()), ("size", "Размер", "Размер", False, ("S", "M", "L")),
    ]  # fmt: skip
    assert wrong == (4, 5, 6)
    assert len(read_own("\n".join(f"f{n} = x" for n in range(30)))[0]) == OWN_MAX


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"fields": "order"}, "fields"), ({"ask_email": "off"}, "ask_email"), ({"ask_email": "optional"}, "ask_email"),
        ({"thanks_url": "javascript:alert(1)"}, "thanks_url"), ({"consent_url": "ftp://x"}, "consent_url"),
    ],
)  # fmt: skip
def test_wrong_settings_name_their_field(settings: dict[str, Any], field: str) -> None:
    with pytest.raises(BadSettings) as refused:
        FormChannel().validate(settings)
    assert [error.field for error in refused.value.errors] == [f"settings.{field}"]
    FormChannel().validate({"ask_email": "off", "ask_phone": "required"})


def test_settings_have_defaults_and_one_language_stands_for_both() -> None:
    form = read_settings({"title_ru": "Вопрос", "consent_ru": "Согласен", "topics": "Доставка\n\nВозврат\nДоставка"})
    assert (form.title.en, form.asked, form.topics) == (
        "Вопрос",
        {"name": False, "email": True},
        ("Доставка", "Возврат"),
    )
    assert form.consent is not None
    assert (form.consent.version, form.consent.text.en) == ("1", "Согласен")
