"""The checker finds each kind of breach, blames the right promise, and is silent about a sound run."""

import pytest
from msgspec.structs import replace

from chaos.checker import Kind, check
from chaos.facts import Answered, Facts
from chaos.tampering import SEEDS, tamper
from tests.chaos.soundness import make_facts

SEEDED = [
    ("lose-message", "P1", Kind.LOST),
    ("lose-reply", "P1", Kind.LOST),
    ("lose-failed", "P1", Kind.LOST),
    ("lose-sending", "P1", Kind.LOST),
    ("leave-queued", "P1", Kind.STUCK),
    ("double-message", "P2", Kind.DUPLICATE),
    ("double-reply", "P3", Kind.DUPLICATE),
    ("double-sending", "P3", Kind.DUPLICATE),
    ("deny-sending", "P3", Kind.FALSE),
    ("swap-sendings", "P4", Kind.DISORDERED),
    ("leave-gap", "P4", Kind.DISORDERED),
    ("leave-job", "P6", Kind.STUCK),
    ("blind-screen", "P8", Kind.LOST),
    ("stop-screen", "P8", Kind.STALE),
    ("lose-event", "P9", Kind.LOST),
    ("double-event", "P9", Kind.DUPLICATE),
    ("change-silently", "P9", Kind.LOST),
]


def breaches(facts: Facts) -> set[tuple[str, Kind]]:
    return {(violation.promise, violation.kind) for violation in check(facts).violations}


def test_a_sound_run_has_no_violation() -> None:
    verdict = check(make_facts())
    assert verdict.violations == ()
    assert (verdict.uncertain, verdict.failed) == (0, 0)
    assert all(verdict.checked.values())


@pytest.mark.parametrize(("kind", "promise", "how"), SEEDED)
def test_a_seeded_violation_is_found(kind: str, promise: str, how: Kind) -> None:
    assert (promise, how) in breaches(tamper(make_facts(), kind))


def test_every_way_of_tampering_is_in_the_table_above() -> None:
    assert {(kind, promise) for kind, promise, _ in SEEDED} == {(kind, seed[0]) for kind, seed in SEEDS.items()}


@pytest.mark.parametrize("kind", ["lose-failed", "double-sending", "deny-sending", "swap-sendings", "leave-job",
                                  "blind-screen", "stop-screen", "double-event", "change-silently"])  # fmt: skip
def test_what_breaks_one_promise_is_blamed_on_no_other(kind: str) -> None:
    assert {promise for promise, _ in breaches(tamper(make_facts(), kind))} <= {SEEDS[kind][0], "P9"}


def test_a_lost_call_is_counted_once_each() -> None:
    facts = make_facts()
    gone = [message.id for message in facts.messages if message.direction == "in"]
    verdict = check(replace(facts, messages=tuple(one for one in facts.messages if one.id not in gone)))
    assert verdict.count("P1", Kind.LOST) == len(gone)


def test_p1_a_call_on_the_failed_list_is_not_lost() -> None:
    facts = make_facts()
    call = facts.calls[0]
    parked = replace(tamper_out(facts, call.external_id), failed_bodies=(*facts.failed_bodies, f"… {call.mark} …"))
    assert ("P1", Kind.LOST) not in breaches(parked)


def tamper_out(facts: Facts, external_id: str) -> Facts:
    return replace(facts, messages=tuple(one for one in facts.messages if one.external_id != external_id))


def test_p1_what_was_recorded_and_never_acknowledged_is_no_breach() -> None:
    facts = make_facts()
    assert breaches(replace(facts, calls=facts.calls[1:], answered=facts.answered[1:])) == set()


def test_p2_the_same_text_under_another_id_is_a_duplicate() -> None:
    facts = make_facts()
    first = facts.messages[0]
    again = replace(first, id=1_000, seq=5, external_id="77:1000")
    assert ("P2", Kind.DUPLICATE) in breaches(replace(facts, messages=(*facts.messages, again)))


def test_p3_an_honest_uncertain_is_no_breach_whether_it_arrived_or_not() -> None:
    facts = make_facts()
    reply = next(one for one in facts.messages if one.direction == "out")
    messages = tuple(replace(one, delivery="uncertain") if one.id == reply.id else one for one in facts.messages)
    events = tuple(
        replace(event, status="uncertain") if event.message_id == reply.id and event.status == "sent" else event
        for event in facts.events
    )
    arrived = replace(facts, messages=messages, events=events)
    lost = replace(arrived, sendings=tuple(one for one in facts.sendings if one.text != reply.text))
    assert breaches(arrived) == breaches(lost) == set()
    assert (check(arrived).uncertain_arrived, check(lost).uncertain_arrived) == (1, 0)


def test_p3_an_uncertain_message_that_was_sent_twice_is_a_breach() -> None:
    facts = make_facts()
    reply = next(one for one in facts.messages if one.direction == "out")
    messages = tuple(replace(one, delivery="uncertain") if one.id == reply.id else one for one in facts.messages)
    again = next(one for one in facts.sendings if one.text == reply.text)
    twice = replace(facts, messages=messages, sendings=(*facts.sendings, again))
    assert ("P3", Kind.DUPLICATE) in breaches(twice)


def test_p3_one_client_id_answered_with_two_messages_is_a_breach() -> None:
    facts = make_facts()
    first = facts.answered[0]
    other = Answered(client_id=first.client_id, message_id=first.message_id + 1, text=first.text)
    assert ("P3", Kind.DUPLICATE) in breaches(replace(facts, answered=(*facts.answered, other)))


def test_p3_a_refused_reply_is_a_breach() -> None:
    assert ("P3", Kind.FALSE) in breaches(replace(make_facts(), refused=("409 idempotency_mismatch",)))


def test_p4_a_number_given_twice_is_a_breach() -> None:
    facts = make_facts()
    messages = tuple(replace(one, seq=1) if one.seq == 2 else one for one in facts.messages)
    assert {("P4", Kind.DUPLICATE), ("P4", Kind.DISORDERED)} <= breaches(replace(facts, messages=messages))


def test_p4_a_counter_ahead_of_its_messages_is_a_breach() -> None:
    facts = make_facts()
    ahead = tuple(replace(one, last_seq=one.last_seq + 1) for one in facts.conversations)
    assert ("P4", Kind.DISORDERED) in breaches(replace(facts, conversations=ahead))


def test_p4_lines_of_different_people_may_interleave() -> None:
    facts = make_facts()
    first, second, third, fourth = facts.sendings
    assert breaches(replace(facts, sendings=(third, first, fourth, second))) == set()


def test_p6_waiting_replies_and_dead_jobs_are_breaches() -> None:
    facts = make_facts()
    for name in ("overdue", "dead", "waiting"):
        left = replace(facts.leftovers, **{name: ("something",)})
        assert breaches(replace(facts, leftovers=left)) == {("P6", Kind.STUCK)}


def test_p8_a_ghost_and_a_wrong_place_are_breaches() -> None:
    facts = make_facts()
    screen, other = facts.screens
    ghost = replace(screen, messages={**screen.messages, 1_000: screen.messages[1]})
    moved = replace(screen, messages={**screen.messages, 1: replace(screen.messages[1], seq=2)})
    assert breaches(replace(facts, screens=(ghost, other))) == {("P8", Kind.FALSE)}
    assert breaches(replace(facts, screens=(moved, other))) == {("P8", Kind.DISORDERED)}


def test_p8_an_old_version_and_a_missing_conversation_are_breaches() -> None:
    facts = make_facts()
    screen, other = facts.screens
    old = replace(screen, messages={**screen.messages, 3: replace(screen.messages[3], version=2)})
    missing = replace(screen, conversations={1: 9})
    assert breaches(replace(facts, screens=(old, other))) == {("P8", Kind.STALE)}
    assert breaches(replace(facts, screens=(missing, other))) == {("P8", Kind.LOST)}


def test_p9_a_silent_change_of_a_conversation_is_a_breach() -> None:
    facts = make_facts()
    silent = tuple(replace(one, xid=one.xid + 5_000) for one in facts.conversations)
    assert breaches(replace(facts, conversations=silent)) == {("P9", Kind.LOST)}


def test_p9_an_event_of_nothing_and_an_untrue_event_are_breaches() -> None:
    facts = make_facts()
    last = facts.events[-1]
    of_nothing = replace(last, id=5_000, message_id=5_000)
    untrue = replace(last, status="failed")
    assert breaches(replace(facts, events=(*facts.events, of_nothing))) == {("P9", Kind.FALSE)}
    assert breaches(replace(facts, events=(*facts.events[:-1], untrue))) == {("P9", Kind.FALSE)}


def test_p9_a_conversation_opened_by_nobody_is_a_breach() -> None:
    facts = make_facts()
    unopened = tuple(event for event in facts.events if event.kind != "conversation.opened")
    assert breaches(replace(facts, events=unopened)) == {("P9", Kind.LOST)}
