import pytest

from otklik.channelkit.errors import BadSettings
from otklik.channels.json import JsonChannel
from otklik.channels.json.mapping import read_mapping, read_names
from otklik.channels.json.paths import EXPRESSION_MAX, BadPath, read_expression
from otklik.channels.json.template import BadTemplate, fill_address, read_template
from tests.channels.json.bench import Loose, settings_of

_DOCUMENT = {
    "a": {"b": [{"c": 1}, {"c": "два"}], "odd key": "x", "empty": "", "no": False, "half": 1.5},
    "имя": "Вера", "first": "Вера", "last": "Иванова", "0": "zero",
}  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("a.b[0].c", 1), ("a.b[-1].c", "два"), ("$.a.b[1]['c']", "два"), ('a["odd key"]', "x"), ("имя", "Вера"),
        ("a.b[7].c", None), ("a.b[-3]", None), ("a.b.c", None), ("nothing.at.all", None), ("$", _DOCUMENT),
        ("missing | имя", "Вера"), ("missing | 'sure'", "sure"), ('first + " " + last', "Вера Иванова"),
        ('first + " " + nobody', "Вера"), ('x + " " + y', None), ('x + "-" + y | имя', "Вера"), ("a.empty", ""),
        ("a.half + a.no", "1.5false"), ("0", "zero"), ("a . b [ 0 ] . c", 1),
    ],
)  # fmt: skip
def test_an_expression_finds(expression: str, value: Loose) -> None:
    assert read_expression(expression).find(_DOCUMENT) == value


@pytest.mark.parametrize(
    "expression",
    ["", "a.", ".a", "a..b", "a[b]", "a[0", "'open", "a |", "| a", "a + ", "a b", "a = b", "a[1e9]", "[[0]]",
     "a" * (EXPRESSION_MAX + 1)],
)  # fmt: skip
def test_what_is_no_expression_says_where(expression: str) -> None:
    with pytest.raises(BadPath) as refused:
        read_expression(expression)
    assert 0 <= refused.value.at <= EXPRESSION_MAX


def test_lines_of_a_mapping_are_read_and_faults_name_their_line() -> None:
    mapped = read_mapping(
        "# ours\n\nuser.id = sender.uid\nmessage.text=a.b\nnobody = x\nuser.id = y\nmessage.id = a..b\nwords"
    )
    assert mapped.own == {"user.id", "message.text"}
    assert mapped.fields["user.id"].find({"sender": {"uid": 5}}) == 5
    assert {(fault.code, fault.line) for fault in mapped.faults} == {
        ("mapping_name", 5), ("mapping_twice", 6), ("mapping_path", 7), ("mapping_line", 8),
    }  # fmt: skip
    assert all(fault.words.ru.startswith("Строка") and fault.words.en for fault in mapped.faults)


def test_names_of_events_have_a_word_for_all_others() -> None:
    names = read_names("new_message = message\n* = ignore\nx = unheard")
    assert names.name_of("new_message") == "message"
    assert names.name_of("edited") == "edited"
    assert names.name_of("whatever") == "ignore"
    assert read_names("").name_of("whatever") == ""
    assert [fault.code for fault in names.faults] == ["mapping_event"]


def test_a_template_takes_values_as_they_are_and_leaves_out_what_is_not_there() -> None:
    template = read_template(
        """{"chat": "{{user.id}}", "say": "{{author.name}}: {{message.text}}", "size": "{{message.size}}", "n": null,
            "gone": "{{message.nothing}}", "list": ["{{nothing}}", 1], "fixed": true,
            "media": {"$each": "message.files", "$as": {"link": "{{item.url}}", "chat": "{{user.id}}"}},
            "none": {"$each": "message.empty", "$as": {}}}"""
    )
    body = {
        "user": {"id": "77"}, "author": {"name": "Анна"},
        "message": {"text": "Да", "size": 5, "files": [{"url": "u1"}, {"url": "u2"}], "empty": []},
    }  # fmt: skip
    assert template.fill(body) == {
        "chat": "77", "say": "Анна: Да", "size": 5, "n": None, "list": [1], "fixed": True,
        "media": [{"link": "u1", "chat": "77"}, {"link": "u2", "chat": "77"}],
    }  # fmt: skip


def test_words_of_a_customer_cannot_leave_their_place() -> None:
    template = read_template('{"body": "{{message.text}}"}')
    evil = '"}, {{user.id}} {"$each": "x"'
    assert template.fill({"message": {"text": evil}, "user": {"id": "7"}}) == {"body": evil}
    url = fill_address("https://api.example/chats/{{user.id}}/send?x=1", {"user": {"id": "../a b?c#d/ё"}})
    assert url == "https://api.example/chats/..%2Fa%20b%3Fc%23d%2F%D1%91/send?x=1"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "template_json"), ('{"a": }', "template_json"), ("7", "template_shape"), ('"x"', "template_shape"),
        ('{"a": "{{a..b}}"}', "template_path"), ('{"$each": "a"}', "template_each"),
        ('{"$each": 5, "$as": {}}', "template_each"), ('{"$each": "a..", "$as": {}}', "template_path"),
        ("[" * 20 + "]" * 20, "template_deep"), ("[" * 100_000, "template_json"),
    ],
)  # fmt: skip
def test_what_is_no_template_says_why(text: str, code: str) -> None:
    with pytest.raises(BadTemplate) as refused:
        read_template(text)
    assert refused.value.code in (code, "template_deep")


def test_a_broken_template_names_line_and_character() -> None:
    with pytest.raises(BadTemplate, match="line 2, character 9"):
        read_template('{"a": 1,\n "b": 2 x}')


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"url": "ftp://x"}, "url"), ({"url": ""}, "url"), ({"url": "https://{{user.id}}.example/"}, "url"),
        ({"url": "https://x.example/{{a..b}}"}, "url"), ({"url": "https://x.example:port/"}, "url"),
        ({"secret": "short"}, "secret"), ({"secret": ""}, "secret"), ({"secret": "whsec_MTIz"}, "secret"),
        ({"secret_before": "short"}, "secret_before"), ({"authorization": "Bearer\nx"}, "authorization"),
        ({"mapping": "nonsense"}, "mapping"), ({"names": "a = b"}, "names"), ({"template": "{"}, "template"),
        ({"answer_id": "a..b"}, "answer_id"),
    ],
)  # fmt: skip
def test_wrong_settings_name_their_field(changed: dict[str, str], field: str) -> None:
    with pytest.raises(BadSettings) as refused:
        JsonChannel().validate(settings_of(**changed))
    assert [error.field for error in refused.value.errors] == [f"settings.{field}"]
