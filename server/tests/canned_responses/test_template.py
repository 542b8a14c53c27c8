import pytest

from otklik.canned_responses.searching import fold, readings
from otklik.kit.template import Place, find_faults, find_places, first_word, render

OTHERS = "{{ }} {{1+1}} { {customer.name} } {{customer.name"
HELLO = "Здравствуйте, {{customer.first_name}}!"


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        (HELLO, {"customer.first_name": "Анна"}, "Здравствуйте, Анна!"),
        ('{{ customer.name | default: "друг" }}', {}, "друг"),
        ('{{customer.name|default:"друг"}}', {"customer.name": "Анна"}, "Анна"),
        ('a{{customer.name|default:""}}b', {}, "ab"),
        ("{{customer.attributes.Номер заказа}}", {"customer.attributes.Номер заказа": "7"}, "7"),
        ("{{customer.name}}", {"customer.name": "{{operator.name}}", "operator.name": "x"}, "{{operator.name}}"),
        ("{{{customer.name}}}", {"customer.name": "А"}, "{А}"),
        (OTHERS, {"customer.name": "А"}, OTHERS),
        ("", {}, ""),
        ("😀{{customer.name}}😀", {"customer.name": "👩‍💻"}, "😀👩‍💻😀"),
    ],
)  # fmt: skip
def test_what_is_known_is_filled_in_once(text: str, values: dict[str, str], expected: str) -> None:
    assert render(text, values).text == expected


def test_what_is_not_known_stays_and_is_reported_with_its_place_in_the_result() -> None:
    made = render("{{customer.name}}, ваш {{customer.phone}} и {{customer.email}}", {"customer.name": "Анна-Мария"})
    assert made.text == "Анна-Мария, ваш {{customer.phone}} и {{customer.email}}"
    assert [made.text[one.start : one.stop] for one in made.unresolved] == ["{{customer.phone}}", "{{customer.email}}"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{customer.nmae}}", "unknown_variable"),
        ("{{customer.attributes.}}", "unknown_variable"),
        ("{{}}", "unknown_variable"),
        ("{{customer.name|default:друг}}", "bad_variable"),
        ("{{customer.name|upper}}", "bad_variable"),
        ('{{customer.name|default:"a"b"}}', "bad_variable"),
    ],
)  # fmt: skip
def test_braces_that_are_no_variable_are_named_with_their_place(text: str, code: str) -> None:
    (fault,) = find_faults(f"до {text} после")
    assert (fault.code, fault.words, fault.start) == (code, text, 3)


def test_places_are_found_in_order() -> None:
    assert find_places("{{operator.name}}{{workspace.name}}{{foo}}") == [
        Place("operator.name", None, 0, 17), Place("workspace.name", None, 17, 35),
    ]  # fmt: skip


def test_ten_thousand_open_braces_take_no_time() -> None:
    assert find_places("{{" * 100_000) == []
    assert find_faults('{{ a | default: "' * 20_000 + "}}")


def test_people_are_addressed_by_the_first_word() -> None:
    assert (first_word("Анна  Смирнова"), first_word("   "), first_word("")) == ("Анна", "", "")


def test_words_are_folded_and_read_in_both_layouts() -> None:
    assert fold("Ёлка, 2-й СОРТ") == " елка 2 й сорт"
    assert ["привет"] in readings("ghbdtn")
    assert ["hello"] in readings("руддщ")
    assert readings("!!!") == []
