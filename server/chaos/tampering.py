"""Breaks a promise on purpose in the facts of a finished run, so that everybody can see the checker catch it."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from chaos.facts import Facts, MessageRow, Sending


def tamper(facts: Facts, kind: str) -> Facts:
    """Return the facts with one violation of this kind; raises KeyError for an unknown kind."""
    return SEEDS[kind][1](facts)


def promise_of(kind: str) -> str:
    """Return the promise that a kind of tampering breaks first of all."""
    return SEEDS[kind][0]


def _inbound(facts: Facts) -> MessageRow:
    """Choose a message whose call was acknowledged, from the middle."""
    known = {call.external_id for call in facts.calls if call.readable}
    chosen = [message for message in facts.messages if message.direction == "in" and message.external_id in known]
    return chosen[len(chosen) // 2]


def _outbound(facts: Facts) -> MessageRow:
    """Choose a message that was sent, from the middle."""
    chosen = [message for message in facts.messages if message.direction == "out" and message.delivery == "sent"]
    return chosen[len(chosen) // 2]


def _without(facts: Facts, message: MessageRow) -> Facts:
    return replace(facts, messages=tuple(one for one in facts.messages if one.id != message.id))


def _with(facts: Facts, message: MessageRow) -> Facts:
    return replace(facts, messages=tuple(message if one.id == message.id else one for one in facts.messages))


def lose_message(facts: Facts) -> Facts:
    """An acknowledged hook call left no message."""
    return _without(facts, _inbound(facts))


def lose_reply(facts: Facts) -> Facts:
    """An acknowledged reply left no message."""
    return _without(facts, _outbound(facts))


def lose_failed(facts: Facts) -> Facts:
    """A call that could not be read is not on the list."""
    return replace(facts, failed_bodies=())


def lose_sending(facts: Facts) -> Facts:
    """A reply is marked sent, and the provider never had it."""
    text = _outbound(facts).text
    return replace(facts, sendings=tuple(sending for sending in facts.sendings if sending.text != text))


def leave_queued(facts: Facts) -> Facts:
    """A reply never came to an end."""
    return _with(facts, replace(_outbound(facts), delivery="sending"))


def double_message(facts: Facts) -> Facts:
    """One call made two messages."""
    copy = _inbound(facts)
    highest = max(message.id for message in facts.messages)
    return replace(facts, messages=(*facts.messages, replace(copy, id=highest + 1, seq=copy.seq + 10_000)))


def double_reply(facts: Facts) -> Facts:
    """One client id made two messages."""
    copy = _outbound(facts)
    highest = max(message.id for message in facts.messages)
    return replace(facts, messages=(*facts.messages, replace(copy, id=highest + 1, seq=copy.seq + 10_000)))


def double_sending(facts: Facts) -> Facts:
    """A reply was sent twice."""
    return replace(facts, sendings=(*facts.sendings, facts.sendings[0]))


def deny_sending(facts: Facts) -> Facts:
    """A reply that arrived is marked failed, so that a person would send it again."""
    return _with(facts, replace(_outbound(facts), delivery="failed"))


def swap_sendings(facts: Facts) -> Facts:
    """Two replies to one person left in the wrong order."""
    first, second = _find_pair(facts)
    swapped = {first: second, second: first}
    return replace(facts, sendings=tuple(swapped.get(sending, sending) for sending in facts.sendings))


def _find_pair(facts: Facts) -> tuple[Sending, Sending]:
    latest: dict[str, Sending] = {}
    for sending in facts.sendings:
        if sending.chat in latest and latest[sending.chat].text != sending.text:
            return latest[sending.chat], sending
        latest[sending.chat] = sending
    message = "no person was sent two replies: make the run larger"
    raise ValueError(message)


def leave_gap(facts: Facts) -> Facts:
    """A conversation skips a number."""
    message = _inbound(facts)
    return _with(facts, replace(message, seq=message.seq + 10_000))


def blind_screen(facts: Facts) -> Facts:
    """One screen missed a message."""
    first, *others = facts.screens
    hidden = _inbound(facts).id
    seen = {number: shown for number, shown in first.messages.items() if number != hidden}
    return replace(facts, screens=(replace(first, messages=seen), *others))


def stop_screen(facts: Facts) -> Facts:
    """One screen shows an old state of a conversation."""
    first, *others = facts.screens
    number = _inbound(facts).conversation_id
    stale = {**first.conversations, number: first.conversations[number] - 1}
    return replace(facts, screens=(replace(first, conversations=stale), *others))


def lose_event(facts: Facts) -> Facts:
    """A message was recorded without its event."""
    number = _inbound(facts).id
    return replace(facts, events=tuple(event for event in facts.events if event.message_id != number))


def double_event(facts: Facts) -> Facts:
    """A message was announced twice."""
    return replace(facts, events=(*facts.events, facts.events[-1]))


def change_silently(facts: Facts) -> Facts:
    """A message was changed by a transaction that announced nothing."""
    message = _inbound(facts)
    return _with(facts, replace(message, xid=message.xid + 1_000_000))


def leave_job(facts: Facts) -> Facts:
    """A job never ran."""
    return replace(facts, leftovers=replace(facts.leftovers, overdue=("messaging.dispatch line:1",)))


SEEDS: Mapping[str, tuple[str, Callable[[Facts], Facts]]] = {
    "lose-message": ("P1", lose_message),
    "lose-reply": ("P1", lose_reply),
    "lose-failed": ("P1", lose_failed),
    "lose-sending": ("P1", lose_sending),
    "leave-queued": ("P1", leave_queued),
    "double-message": ("P2", double_message),
    "double-reply": ("P3", double_reply),
    "double-sending": ("P3", double_sending),
    "deny-sending": ("P3", deny_sending),
    "swap-sendings": ("P4", swap_sendings),
    "leave-gap": ("P4", leave_gap),
    "leave-job": ("P6", leave_job),
    "blind-screen": ("P8", blind_screen),
    "stop-screen": ("P8", stop_screen),
    "lose-event": ("P9", lose_event),
    "double-event": ("P9", double_event),
    "change-silently": ("P9", change_silently),
}
