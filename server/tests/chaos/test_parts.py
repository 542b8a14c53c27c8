"""The parts of the storm that can be looked at without one: the plan, the gathering, the telling."""

import json

import pytest

from chaos.checker import check
from chaos.collector import read_sendings
from chaos.facts import Facts, Sending
from chaos.plan import Size, inbox_of, make_replies, make_updates
from chaos.report import make_line, make_table
from chaos.storm import Outcome
from chaos.tampering import tamper
from tests.chaos.soundness import make_facts

SIZE = Size(seed=7, hooks=2_000, replies=50, rate=10, people=40)


def outcome(facts: Facts) -> Outcome:
    return Outcome(
        facts=facts, kills={"web-1": 2}, moods={}, calls={200: 4}, posts={201: 4}, repeats=1, storm_s=1.0, rest_s=0.5
    )


def test_the_seed_decides_the_plan() -> None:
    assert make_updates(SIZE) == make_updates(SIZE)
    assert make_replies(SIZE) == make_replies(SIZE)
    assert make_replies(SIZE)[0] != make_replies(Size(seed=8, hooks=1, replies=1, rate=1, people=1))[0]


def test_updates_are_disorderly_and_each_is_there_once() -> None:
    updates = make_updates(SIZE)
    marks = [update.mark for update in updates]
    assert len(set(marks)) == SIZE.hooks
    assert marks != sorted(marks)


def test_some_updates_cannot_be_read_and_the_others_belong_to_their_inbox() -> None:
    updates = make_updates(SIZE)
    assert any(not update.readable for update in updates)
    for update in updates:
        assert update.mark in update.body.decode()
        if update.readable:
            person = json.loads(update.body)["message"]["chat"]["id"]
            assert update.inbox == inbox_of(person, SIZE.inboxes)


def test_only_what_took_effect_at_the_provider_counts_as_sent() -> None:
    params = {"chat_id": 77, "text": "привет"}
    received = [
        {"method": "sendMessage", "accepted": True, "answer": 200, "params": params},
        {"method": "sendMessage", "accepted": True, "answer": 502, "params": params},
        {"method": "sendMessage", "accepted": False, "answer": 429, "params": params},
        {"method": "getMe", "accepted": True, "answer": 200, "params": {}},
    ]
    assert read_sendings(received) == (Sending("77", "привет"), Sending("77", "привет"))


def test_the_table_says_that_all_is_well() -> None:
    table = make_table("split", outcome(make_facts()), check(make_facts()))
    assert "no violation" in table
    assert "VIOLATIONS" not in table


@pytest.mark.parametrize(("kind", "word"), [("lose-message", "lost"), ("double-sending", "duplicate"),
                                            ("swap-sendings", "disordered")])  # fmt: skip
def test_the_line_counts_what_was_broken(kind: str, word: str) -> None:
    facts = tamper(make_facts(), kind)
    line = json.loads(make_line("split", 7, outcome(facts), check(facts)))
    assert line["ok"] is False
    assert line[word] >= 1
    assert "VIOLATIONS" in make_table("split", outcome(facts), check(facts))
