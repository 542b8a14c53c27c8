"""Templates: what is to be filled in, and what the person reads."""

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.outbound import ChosenTemplate, OutboundFile
from otklik.channelkit.templates import (
    Gap,
    GapKind,
    Template,
    TemplateCategory,
    TemplateStatus,
    find_missing,
    list_gaps,
    read_out,
)

ORDER = Template(
    name="order", language="ru", category=TemplateCategory.UTILITY, status=TemplateStatus.APPROVED,
    header="Заказ {{1}}", body="Здравствуйте, {{ 1 }}! Заказ {{2}} едет. {{1}}, ждите.", footer="Чайная лавка",
    gaps=(Gap(key="header.1"), Gap(key="body.1"), Gap(key="body.2"), Gap(key="button.0", kind=GapKind.PAYLOAD)),
)  # fmt: skip


def _chosen(**values: str) -> ChosenTemplate:
    return ChosenTemplate(
        name="order", language="ru", values={key.replace("_", "."): one for key, one in values.items()}
    )


def test_a_gap_is_named_by_its_place_and_counted_once() -> None:
    assert list_gaps("body", ORDER.body) == ("body.1", "body.2")
    assert list_gaps("body", "{{name}} {} {{ }} {{a b}}") == ("body.name",)


def test_what_is_missing_is_said_in_order_and_blanks_fill_nothing() -> None:
    assert find_missing(ORDER, _chosen(body_1="  ", body_2="7")) == ("header.1", "body.1")
    assert find_missing(ORDER, _chosen(header_1="7", body_1="Вера", body_2="7")) == ()


def test_a_file_that_its_head_wants_is_missing_too() -> None:
    wanting = Template(
        name="menu", language="ru", category=TemplateCategory.MARKETING, status=TemplateStatus.APPROVED, file="image"
    )
    assert find_missing(wanting, _chosen()) == ("file",)
    file = OutboundFile(key="a" * 64, kind=Kind.IMAGE, mime="image/png", name="menu.png", size=7)
    assert find_missing(wanting, ChosenTemplate(name="menu", language="ru", file=file)) == ()


def test_the_person_reads_the_filled_text_and_a_value_is_not_read_again() -> None:
    read = read_out(ORDER, {"header.1": "№ 7", "body.1": "{{2}}", "body.2": "№ 7"})
    assert read == "Заказ № 7\n\nЗдравствуйте, {{2}}! Заказ № 7 едет. {{2}}, ждите.\n\nЧайная лавка"
    assert "{{ 1 }}" in read_out(ORDER, {}), "what has no value stays as it is"


def test_only_what_is_approved_and_can_be_filled_is_sent() -> None:
    assert ORDER.sendable
    for change in ({"status": TemplateStatus.PAUSED}, {"obstacle": "carousel"}):
        fields = {name: getattr(ORDER, name) for name in Template.__struct_fields__}
        assert not Template(**{**fields, **change}).sendable
