import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.desk.filters.errors import WrongFilter
from otklik.desk.filters.lexicon import FIELDS, OWN_WORDS, Kind, find_word
from otklik.desk.filters.reading import read_filter
from otklik.desk.filters.tree import AllOf, AnyOf, Condition, Node, Not, conditions_of
from otklik.desk.filters.writing import write_filter


def read(text: str) -> Node:
    parsed = read_filter(text)
    assert parsed is not None
    assert len(parsed.places) == len(list(conditions_of(parsed.tree)))
    return parsed.tree


OPEN = Condition("is", "=", "open")
TG = Condition("channel", "=", "telegram")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("is:open", OPEN),
        ("это:открытые", OPEN),
        ("IS:Open channel:tg", AllOf((OPEN, TG))),
        ("канал:телеграм или is:open", AnyOf((TG, OPEN))),
        ("is:open channel:tg or -is:spam", AnyOf((AllOf((OPEN, TG)), Not(Condition("is", "=", "spam"))))),
        ("is:open (channel:tg | канал:почта)", AllOf((OPEN, AnyOf((TG, Condition("channel", "=", "email")))))),
        ("не это:спам и is:open", AllOf((Not(Condition("is", "=", "spam")), OPEN))),
        ("waiting:>10m", Condition("waiting", ">", "10m")),
        ("ждёт:>10мин", Condition("waiting", ">", "10m")),
        ("ждет:10м", Condition("waiting", ">", "10m")),
        ("created:<7д", Condition("created", "<", "7d")),
        ("создан:>2026-11-01", Condition("created", ">", "2026-11-01")),
        ("priority:>=high", Condition("priority", ">=", "high")),
        ("приоритет:срочный", Condition("priority", "=", "urgent")),
        ("assignee:me", Condition("assignee", "=", "me")),
        ("ответственный:я", Condition("assignee", "=", "me")),
        ('assignee:"me"', Condition("assignee", "=", "me", named=True)),
        ("assignee:#7,#9", Condition("assignee", "=", "#7,#9")),
        ('assignee:"#7"', Condition("assignee", "=", "#7", named=True)),
        ('tag:"возврат срочно"', Condition("tag", "=", "возврат срочно", named=True)),
        ('метка:«с "кавычками"»', Condition("tag", "=", 'с "кавычками"', named=True)),
        ("tag:none", Condition("tag", "=", "none")),
        ("клиент:Иван", Condition("contact", "=", "Иван", named=True)),
        ("Иван Петров", Condition("text", "=", "Иван Петров")),
        ('"Иван Петров"', Condition("text", "=", "Иван Петров")),
        ("8 (900) 000-00-01", Condition("text", "=", "8 (900) 000-00-01")),
        ("+7(900) is:open", AllOf((Condition("text", "=", "+7 (900)"), OPEN))),
        ("№ 12", Condition("text", "=", "№ 12")),
        ("a@b-c.test", Condition("text", "=", "a@b-c.test")),
        ("Иван - Пётр", Condition("text", "=", "Иван - Пётр")),
        ("-возврат срочно", AllOf((Not(Condition("text", "=", "возврат")), Condition("text", "=", "срочно")))),
        ("tag:🧑‍🚀", Condition("tag", "=", "🧑‍🚀", named=True)),
        ("مرحبا", Condition("text", "=", "مرحبا")),
    ],
)  # fmt: skip
def test_what_is_typed_is_understood(text: str, tree: Node) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "code", "at", "word"),
    [
        ("is:open chanel:tg", "filter_unknown_field", 8, "chanel"),
        ("is:nothing", "filter_unknown_value", 3, "nothing"),
        ("priority:>soon", "filter_unknown_value", 10, "soon"),
        ("is:>open", "filter_wrong_operator", 3, ">"),
        ("waiting:>=10m", "filter_wrong_operator", 8, ">="),
        ("waiting:>10", "filter_wrong_time", 9, "10"),
        ("waiting:>9999w", "filter_wrong_time", 9, "9999w"),
        ("created:<2026-02-30", "filter_wrong_time", 9, "2026-02-30"),
        ("channel:T!", "filter_unknown_value", 8, "T!"),
        ("is: open", "filter_no_value", 0, "is:"),
        ("assignee:", "filter_no_value", 0, "assignee:"),
        ('tag:""', "filter_no_value", 4, '""'),
        ('tag:"воз', "filter_unclosed", 4, '"'),
        ("(is:open", "filter_unclosed", 0, "("),
        ("is:open)", "filter_unexpected", 7, ")"),
        ("is:open or", "filter_unfinished", 10, ""),
        ("or is:open", "filter_unexpected", 0, "or"),
        ("()", "filter_unexpected", 1, ")"),
        ("is:open\x00", "filter_unexpected", 7, "·"),
        ("((((is:open))))", "filter_too_deep", 4, "("),
        (" ".join(["is:open"] * 31), "filter_too_many", 243, "open"),
        ("я" * 501, "filter_too_long", 0, ""),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, code: str, at: int, word: str) -> None:
    with pytest.raises(WrongFilter) as caught:
        read_filter(text)
    assert caught.value.slug == code
    assert (caught.value.extra["at"], caught.value.extra["word"]) == (at, word)
    assert caught.value.errors[0].field == "filter"


@pytest.mark.parametrize("text", ["", "  ", "\t"])
def test_a_blank_text_is_no_filter(text: str) -> None:
    assert read_filter(text) is None


def test_the_limits_themselves_are_allowed() -> None:
    assert len(list(conditions_of(read(" ".join(["is:open"] * 30))))) == 30
    read("(((is:open)))")
    read("я" * 500)


_SIGNS = st.characters(exclude_categories=["Cs", "Cc"])
_NAMES = st.text(_SIGNS, min_size=1, max_size=12).filter(lambda text: text.strip() != "")
_SPANS = st.builds(lambda count, unit: f"{count}{unit}", st.integers(0, 400), st.sampled_from("mhdw"))
_DAYS = st.dates().map(lambda day: day.isoformat())
_IDS = st.lists(st.integers(1, 10**17), min_size=1, max_size=3).map(lambda ids: ",".join(f"#{one}" for one in ids))
_NAMED = [field.name for field in FIELDS if field.kind in {Kind.NAME, Kind.FREE}]
_WORDS = [(field, word) for field in FIELDS for word in field.words]
CONDITIONS = st.one_of(
    st.builds(lambda pair: Condition(pair[0].name, "=", pair[1]), st.sampled_from(_WORDS)),
    st.builds(lambda name, value: Condition(name, "=", value, named=True), st.sampled_from(_NAMED), _NAMES),
    st.builds(lambda name, ids: Condition(name, "=", ids), st.sampled_from(["inbox", "team", "assignee", "tag"]), _IDS),
    st.builds(lambda op, rank: Condition("priority", op, rank), st.sampled_from(["=", ">", ">=", "<", "<="]),
              st.sampled_from(["low", "urgent"])),
    st.builds(lambda op, value: Condition("field.city", op, value, named=True),
              st.sampled_from(["=", ">", ">=", "<", "<="]), _NAMES),
    st.builds(lambda word: Condition("field.shoe_size", "=", word), st.sampled_from([*OWN_WORDS])),
    st.builds(Condition, st.sampled_from(["waiting", "created", "last"]),
              st.sampled_from("<>"), _SPANS | _DAYS),
    st.builds(lambda words: Condition("text", "=", words), _NAMES),
)  # fmt: skip


def _denied(node: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(Not, node)


def _grow(node: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    items = st.lists(node, min_size=2, max_size=4).map(tuple)
    return st.one_of(_denied(node), st.builds(AllOf, items), st.builds(AnyOf, items))


TREES: st.SearchStrategy[Node] = st.recursive(CONDITIONS, _grow, max_leaves=8)


@settings(max_examples=600)
@given(TREES)
def test_what_is_written_is_read_again(tree: Node) -> None:
    try:
        parsed = read_filter(write_filter(tree))
    except WrongFilter as error:
        assert error.slug in {"filter_too_deep", "filter_too_long"}  # noqa: PT017 - the limits stand for all trees
        return
    assert parsed is not None
    assert parsed.tree == tree


@settings(max_examples=600)
@given(st.text(_SIGNS | st.sampled_from('()"«»|-:<>= \t'), max_size=60))
def test_any_text_is_read_or_refused_and_what_is_read_can_be_written(text: str) -> None:
    try:
        parsed = read_filter(text)
    except WrongFilter as error:
        at, length = error.extra["at"], error.extra["length"]
        assert isinstance(at, int) and isinstance(length, int) and 0 <= at <= len(text)  # noqa: PT018
        return
    if parsed is not None:
        again = read_filter(write_filter(parsed.tree))
        assert again is not None and again.tree == parsed.tree  # noqa: PT018


def test_every_spelling_leads_to_one_word() -> None:
    spellings: set[str] = set()
    for field in FIELDS:
        for name in (field.name, *field.also):
            assert name not in spellings, name
            spellings.add(name)
        for word, more in field.words.items():
            assert {find_word(field.name, one.upper()) for one in (word, *more)} == {word}
