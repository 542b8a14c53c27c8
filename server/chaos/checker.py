"""Compares what was acknowledged, stored, sent and shown. Pure: facts in, violations out, one function a promise."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from chaos.facts import ConversationRow, EventRow, Facts, MessageRow, Screen

_SETTLED = frozenset({"sent", "delivered", "read", "failed", "uncertain"})
_ARRIVED = frozenset({"sent", "delivered", "read"})
_XID_BITS = 2**32


class Kind(StrEnum):
    """How a promise was broken."""

    LOST = "lost"
    DUPLICATE = "duplicate"
    DISORDERED = "disordered"
    STALE = "stale"
    FALSE = "false"
    STUCK = "stuck"


class Violation(Struct, frozen=True):
    """One breach: what, where."""

    promise: str
    kind: Kind
    what: str


class Verdict(Struct, frozen=True, kw_only=True):
    """All breaches, how many things each promise was held against, and how honest the uncertain ones were."""

    violations: tuple[Violation, ...]
    checked: Mapping[str, int]
    uncertain: int
    uncertain_arrived: int
    failed: int

    def count(self, promise: str, kind: Kind) -> int:
        """Count the breaches of one kind."""
        return sum(1 for one in self.violations if (one.promise, one.kind) == (promise, kind))


def check(facts: Facts) -> Verdict:
    """Hold the facts against every promise."""
    out = [message for message in facts.messages if message.direction == "out"]
    arrived = {sending.text for sending in facts.sendings}
    uncertain = [message for message in out if message.delivery == "uncertain"]
    return Verdict(
        violations=tuple(violation for promise in PROMISES.values() for violation in promise(facts)),
        checked=_count_checked(facts),
        uncertain=len(uncertain),
        uncertain_arrived=sum(message.text in arrived for message in uncertain),
        failed=sum(message.delivery == "failed" for message in out),
    )


def _count_checked(facts: Facts) -> dict[str, int]:
    replies = len({answer.client_id for answer in facts.answered})
    inbound = sum(message.direction == "in" for message in facts.messages)
    return {
        "P1": len(facts.calls) + replies, "P2": inbound, "P3": replies,
        "P4": len(facts.conversations) + len({sending.chat for sending in facts.sendings}),
        "P6": len(facts.messages), "P8": len(facts.screens) * (len(facts.messages) + len(facts.conversations)),
        "P9": len(facts.events),
    }  # fmt: skip


# P1: nothing accepted is lost -----------------------------------------------------------------------------------


def find_lost(facts: Facts) -> Iterator[Violation]:
    """Every acknowledged call is a message or on the failed list; every acknowledged reply came to an honest end."""
    stored = {(message.inbox_id, message.external_id) for message in facts.messages if message.direction == "in"}
    failed = "\n".join(facts.failed_bodies)
    for call in facts.calls:
        kept = call.readable and (call.inbox_id, call.external_id) in stored
        if not kept and call.mark not in failed:
            yield Violation("P1", Kind.LOST, f"call {call.mark} was acknowledged and is nowhere")
    yield from _find_lost_replies(facts)


def _find_lost_replies(facts: Facts) -> Iterator[Violation]:
    by_client = {message.client_id: message for message in facts.messages if message.client_id}
    arrived = {sending.text for sending in facts.sendings}
    for client_id, text in {answer.client_id: answer.text for answer in facts.answered}.items():
        message = by_client.get(client_id)
        if message is None:
            yield Violation("P1", Kind.LOST, f"reply {text!r} was acknowledged and is nowhere")
        elif message.delivery not in _SETTLED:
            yield Violation("P1", Kind.STUCK, f"reply {text!r} is still {message.delivery}")
        elif message.delivery in _ARRIVED and message.text not in arrived:
            yield Violation("P1", Kind.LOST, f"reply {text!r} is {message.delivery}, but the provider never had it")


# P2: no duplicate in --------------------------------------------------------------------------------------------


def find_doubled_inbound(facts: Facts) -> Iterator[Violation]:
    """One provider message id, one message; the text of a call is as unique as its id."""
    ids: set[tuple[int, str]] = set()
    texts: set[tuple[int, str]] = set()
    for message in facts.messages:
        if message.direction != "in":
            continue
        by_id, by_text = (message.inbox_id, message.external_id), (message.inbox_id, message.text)
        if by_id in ids or by_text in texts:
            yield Violation("P2", Kind.DUPLICATE, f"message {message.id} repeats {message.external_id}")
        ids.add(by_id)
        texts.add(by_text)


# P3: no duplicate out -------------------------------------------------------------------------------------------


def find_doubled_outbound(facts: Facts) -> Iterator[Violation]:
    """One client id, one message, sent once. Nobody confirmed a resend here, so no second sending is excused."""
    for client_id, count in Counter(message.client_id for message in facts.messages if message.client_id).items():
        if count > 1:
            yield Violation("P3", Kind.DUPLICATE, f"client id {client_id} has {count} messages")
    answers: defaultdict[str, set[int]] = defaultdict(set)
    for answer in facts.answered:
        answers[answer.client_id].add(answer.message_id)
    for client_id, ids in answers.items():
        if len(ids) > 1:
            yield Violation("P3", Kind.DUPLICATE, f"client id {client_id} was answered with messages {sorted(ids)}")
    for sending, count in Counter(facts.sendings).items():
        if count > 1:
            yield Violation("P3", Kind.DUPLICATE, f"{sending.text!r} reached {sending.chat} {count} times")
    yield from _find_dishonest(facts)


def _find_dishonest(facts: Facts) -> Iterator[Violation]:
    arrived = {sending.text for sending in facts.sendings}
    for message in facts.messages:
        if message.direction == "out" and message.delivery == "failed" and message.text in arrived:
            yield Violation("P3", Kind.FALSE, f"message {message.id} is marked failed and has arrived")
    for refusal in facts.refused:
        yield Violation("P3", Kind.FALSE, f"a reply was refused: {refusal}")


# P4: one order --------------------------------------------------------------------------------------------------


def find_disorder(facts: Facts) -> Iterator[Violation]:
    """Each conversation counts 1…n, and what left for a person left in that order."""
    numbers: defaultdict[int, list[int]] = defaultdict(list)
    for message in facts.messages:
        numbers[message.conversation_id].append(message.seq)
    for conversation in facts.conversations:
        yield from _check_numbers(conversation, sorted(numbers[conversation.id]))
    yield from _find_overtaking(facts)


def _check_numbers(conversation: ConversationRow, numbers: list[int]) -> Iterator[Violation]:
    for number, count in Counter(numbers).items():
        if count > 1:
            yield Violation("P4", Kind.DUPLICATE, f"conversation {conversation.id} has number {number} {count} times")
    missing = set(range(1, conversation.last_seq + 1)) - set(numbers)
    beyond = [number for number in numbers if not 1 <= number <= conversation.last_seq]
    if missing or beyond:
        yield Violation(
            "P4", Kind.DISORDERED,
            f"conversation {conversation.id} lacks {sorted(missing)[:5]} and has {beyond[:5]} beyond its last",
        )  # fmt: skip


def _find_overtaking(facts: Facts) -> Iterator[Violation]:
    places = {message.text: message for message in facts.messages if message.direction == "out"}
    latest: dict[tuple[str, int], int] = {}
    seen: set[tuple[str, str]] = set()
    for sending in facts.sendings:
        message = places.get(sending.text)
        if message is None or (sending.chat, sending.text) in seen:
            continue
        seen.add((sending.chat, sending.text))
        line = (sending.chat, message.conversation_id)
        if message.seq < latest.get(line, 0):
            yield Violation(
                "P4", Kind.DISORDERED, f"number {message.seq} reached {sending.chat} after number {latest[line]}"
            )
        latest[line] = max(latest.get(line, 0), message.seq)


# P6: nothing is stuck -------------------------------------------------------------------------------------------


def find_stuck(facts: Facts) -> Iterator[Violation]:
    """After the rest no job is overdue or dead, and no reply waits in line."""
    left = facts.leftovers
    for what in (*left.overdue, *left.dead, *left.waiting):
        yield Violation("P6", Kind.STUCK, what)


# P8: screens converge -------------------------------------------------------------------------------------------


def find_blind_screens(facts: Facts) -> Iterator[Violation]:
    """Every screen shows exactly what is stored: each message in its place and latest version, and nothing else."""
    messages = {message.id: message for message in facts.messages}
    versions = {conversation.id: conversation.version for conversation in facts.conversations}
    for screen in facts.screens:
        yield from _compare_messages(screen, messages)
        yield from _compare_conversations(screen, versions)


def _compare_messages(screen: Screen, messages: Mapping[int, MessageRow]) -> Iterator[Violation]:
    for message in messages.values():
        shown = screen.messages.get(message.id)
        if shown is None:
            yield Violation("P8", Kind.LOST, f"{screen.name} never saw message {message.id}")
        elif shown.version != message.version:
            yield Violation(
                "P8", Kind.STALE,
                f"{screen.name} shows version {shown.version} of message {message.id}, not {message.version}",
            )  # fmt: skip
        elif (shown.conversation_id, shown.seq) != (message.conversation_id, message.seq):
            yield Violation("P8", Kind.DISORDERED, f"{screen.name} shows message {message.id} in another place")
    for ghost in screen.messages.keys() - messages.keys():
        yield Violation("P8", Kind.FALSE, f"{screen.name} shows message {ghost}, which is not there")


def _compare_conversations(screen: Screen, versions: Mapping[int, int]) -> Iterator[Violation]:
    for number, version in versions.items():
        shown = screen.conversations.get(number)
        if shown is None:
            yield Violation("P8", Kind.LOST, f"{screen.name} never saw conversation {number}")
        elif shown != version:
            yield Violation("P8", Kind.STALE, f"{screen.name} shows conversation {number} at {shown}, not {version}")


# P9: every change has its event ---------------------------------------------------------------------------------


def find_untold(facts: Facts) -> Iterator[Violation]:
    """Each message and conversation has its one first event and one event a change, of the very transaction."""
    by_message: defaultdict[int, list[EventRow]] = defaultdict(list)
    by_conversation: defaultdict[int, list[EventRow]] = defaultdict(list)
    for event in facts.events:
        by_conversation[event.conversation_id].append(event)
        if event.message_id:
            by_message[event.message_id].append(event)
    for message in facts.messages:
        yield from _check_told(message, by_message.pop(message.id, []))
    for number in by_message:
        yield Violation("P9", Kind.FALSE, f"there are events of message {number}, which is not there")
    for conversation in facts.conversations:
        yield from _check_opened(conversation, by_conversation[conversation.id])


def _check_told(message: MessageRow, events: list[EventRow]) -> Iterator[Violation]:
    first = "message.recorded" if message.direction == "in" else "message.queued"
    kinds = Counter(event.kind for event in events)
    whose = f"message {message.id}"
    yield from _compare_counts(whose, first, kinds[first], 1)
    yield from _compare_counts(whose, "message.changed", kinds["message.changed"], message.version - 1)
    if message.xid not in {event.xid % _XID_BITS for event in events}:
        yield Violation("P9", Kind.LOST, f"message {message.id} was last written without an event of that transaction")
    told = [event.status for event in sorted(events, key=_order) if event.what == "delivery"]
    if told and told[-1] != message.delivery:
        yield Violation("P9", Kind.FALSE, f"message {message.id} is {message.delivery}, its event says {told[-1]}")


def _check_opened(conversation: ConversationRow, events: list[EventRow]) -> Iterator[Violation]:
    opened = sum(event.kind == "conversation.opened" for event in events)
    yield from _compare_counts(f"conversation {conversation.id}", "conversation.opened", opened, 1)
    if conversation.xid not in {event.xid % _XID_BITS for event in events}:
        yield Violation(
            "P9", Kind.LOST, f"conversation {conversation.id} was last written without an event of that transaction"
        )


def _compare_counts(whose: str, kind: str, found: int, wanted: int) -> Iterator[Violation]:
    if found != wanted:
        how = Kind.LOST if found < wanted else Kind.DUPLICATE
        yield Violation("P9", how, f"{whose} has {found} events {kind}, not {wanted}")


def _order(event: EventRow) -> tuple[int, int]:
    return (event.xid, event.id)


PROMISES: Mapping[str, Callable[[Facts], Iterator[Violation]]] = {
    "P1": find_lost,
    "P2": find_doubled_inbound,
    "P3": find_doubled_outbound,
    "P4": find_disorder,
    "P6": find_stuck,
    "P8": find_blind_screens,
    "P9": find_untold,
}
