import msgspec

from otklik.channels.json import JsonChannel
from tests.channels.json.bench import MESSAGE, Loose, settings_of


def try_sample(sample: Loose, **changed: Loose) -> Loose:
    body = sample if isinstance(sample, bytes) else msgspec.json.encode(sample)
    return JsonChannel().read_sample(body, settings_of(**changed))


def test_a_good_sample_says_what_it_is_read_as() -> None:
    read = try_sample(MESSAGE)
    assert read.faults == ()
    assert read.facts[0].event == "message"
    assert read.facts[0].found["user.name"] == "Вера Иванова"
    assert read.facts[0].found["message.text"] == "Где мой заказ?"


def test_every_fault_names_its_path_in_both_languages() -> None:
    mapping = "user.id = sender.uid\nmessage.text = body.txt\nbroken = 1"
    read = try_sample({"event": "new", "body": {}}, mapping=mapping, names="new = message")
    places = {fault.place: fault.words for fault in read.faults}
    assert set(places) == {"settings.mapping", "user.id", "message.text"}
    assert places["user.id"].ru == "ничего не найдено по пути «sender.uid»"
    assert places["message.text"].en == "the sample has nothing at 'body.txt'"
    assert places["settings.mapping"].ru == "Строка 3: нет поля «broken»"


def test_an_event_nobody_named_and_one_that_is_passed_over() -> None:
    both = [{"event": "payment", "user": {"id": 1}}, {"event": "presence", "user": {"id": 1}}]
    read = try_sample(both, names="presence = ignore")
    assert [fact.event for fact in read.facts] == ["unknown", "ignore"]
    assert [fault.place for fault in read.faults] == ["1: event"]


def test_what_is_no_event_and_what_is_no_json() -> None:
    assert [fault.words.ru[:10] for fault in try_sample(b"{").faults] == ["это не JSON"[:10]]
    assert "ни одного события" in try_sample(b"[]").faults[0].words.ru


def test_the_other_side_sees_what_it_would_get() -> None:
    own = try_sample(b"").sends
    assert own["message"]["text"] == "Здравствуйте! Чем помочь?"
    assert own["message"]["buttons"]
    read = try_sample(b"", template='{"to": "{{user.id}}", "say": "{{message.text}}"}')
    assert read.sends == {"to": "77", "say": "Здравствуйте! Чем помочь?"}
    assert [fault.place for fault in try_sample(b"", template="{").faults] == ["settings.template"]
