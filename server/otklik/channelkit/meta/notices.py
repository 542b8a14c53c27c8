"""What is no message: who holds the conversation, what the platform holds against us, answers to its own questions."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Final

import msgspec

from otklik.channelkit.content import Answer, Content
from otklik.channelkit.inbound import AccountNoted, MessageReceived, Sender, Severity
from otklik.channelkit.meta.deliveries import Event
from otklik.channelkit.meta.reading import Json, items, part, text, word

_HANDOVERS: Final = ("pass_thread_control", "take_thread_control", "request_thread_control", "app_roles")
_APPS: Final = ("new_owner_app_id", "previous_owner_app_id", "requested_owner_app_id")
_ENFORCED: Final = "policy_enforcement"
_HARMLESS: Final = frozenset({"unblock", "warning_removed"})
_QUESTIONS_MAX = 50
_DETAIL_MAX = 300


def read_notices(event: Event, at: datetime) -> Iterator[AccountNoted]:
    """Read what concerns our account."""
    for name in _HANDOVERS:
        if isinstance(event.body.get(name), dict):
            told = part(event.body, name)
            apps = [f"{one}: {word(told, one)}" for one in _APPS if word(told, one)]
            yield _noted(event, name, " · ".join((name, *apps)), at, Severity.INFO)
    enforced = part(event.body, _ENFORCED)
    if enforced:
        action = word(enforced, "action", 40)
        detail = " · ".join(one for one in (action, text(enforced, "reason", _DETAIL_MAX)) if one)
        severity = Severity.FAIL if action.lower() == "block" else Severity.WARN
        if action.lower() in _HARMLESS:
            severity = Severity.INFO
        yield _noted(event, _ENFORCED, detail or _ENFORCED, at, severity)


def read_feedback(body: Json, sender: Sender, at: datetime) -> Iterator[MessageReceived]:
    """Read the answers to a question about satisfaction that another tool has asked."""
    answers = [
        Answer(word({"id": name}, "id", 80) or "?", said)
        for screen in items(body, "feedback_screens")
        for name, one in part(screen, "questions").items()
        if isinstance(one, dict) and (said := _said(one))
    ][:_QUESTIONS_MAX]
    if answers:
        key = f"feedback:{sender.external_id}:{int(at.timestamp() * 1000)}"
        content = Content(text="\n".join(one.value for one in answers), answers=tuple(answers))
        yield MessageReceived(key=key, sender=sender, message_id=key, content=content, sent_at=at)


def _said(one: Json) -> str:
    words = (word(one, "payload", 40), text(part(one, "follow_up"), "payload", 1000))
    return " · ".join(said for said in words if said)


def _noted(event: Event, code: str, detail: str, at: datetime, severity: Severity) -> AccountNoted:
    return AccountNoted(
        key=f"{code}:{_digest(event)}", code=code, detail=detail[:_DETAIL_MAX], at=at, severity=severity
    )


def _digest(event: Event) -> str:
    """Tell one notice from another: they have no ids."""
    try:
        said = msgspec.json.encode([event.account, event.body], order="sorted")
    except (msgspec.MsgspecError, RecursionError, UnicodeEncodeError, ValueError, OverflowError):
        said = repr(sorted(map(str, event.body))).encode("utf-8", "surrogatepass")
    return hashlib.sha256(said).hexdigest()[:24]
