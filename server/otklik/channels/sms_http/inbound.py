"""Reading: what a provider pushed becomes events, by the described paths. Pure."""

import hashlib
from collections.abc import Sequence
from typing import Any

from otklik.channelkit.content import Content
from otklik.channelkit.errors import UnknownShape
from otklik.channelkit.inbound import DeliveryReported, Happening, HookCall, MessageReceived, Proof, Sender
from otklik.channelkit.phones import is_phone, read_caller
from otklik.channelkit.sms import tell_wish
from otklik.channels.sms_http.description import Description
from otklik.channels.sms_http.templates import follow, read_body
from otklik.kit.text import clean_text


def parse(call: HookCall, told: Description) -> Sequence[Happening]:
    """Read one call, which may hold several things; raises UnknownShape when nothing in it is known."""
    try:
        found = read_body(call.body, call.query)
    except (ValueError, RecursionError):
        raise UnknownShape("neither JSON nor a form") from None
    items = found if isinstance(found, list) else [found]
    read = [_read(item, call, told) for item in items]
    if not items or all(one is None for one in read):
        raise UnknownShape("nothing stands where the description says")
    return tuple(happening for one in read if one is not None for happening in one)


def _read(item: Any, call: HookCall, told: Description) -> Sequence[Happening] | None:  # noqa: ANN401 - any JSON
    """Read one thing: a report if a status stands in it, else a message; None for neither."""
    if not isinstance(item, dict):
        return None
    if follow(told["status_path"], item) and follow(told["status_id_path"], item):
        return _report(item, call, told)
    if told["in_from_path"] and told["in_text_path"] and follow(told["in_from_path"], item):
        return _message(item, call, told)
    return None


def _report(item: Any, call: HookCall, told: Description) -> Sequence[Happening] | None:  # noqa: ANN401 - any JSON
    message_id, word = follow(told["status_id_path"], item), follow(told["status_path"], item)
    try:
        status = told.status_of(word)
    except KeyError:
        return None
    if status is None:
        return ()
    person = follow(told["status_to_path"], item)
    return (
        DeliveryReported(
            key=clean_text(f"dlr:{message_id}:{word}", 300), message_id=clean_text(message_id, 200), status=status,
            at=call.received_at, code=clean_text(follow(told["status_code_path"], item), 50),
            detail=clean_text(word, 100), sender=_sender(person, told) if person else None,
        ),
    )  # fmt: skip


def _message(item: Any, call: HookCall, told: Description) -> Sequence[Happening]:  # noqa: ANN401 - any JSON
    named = clean_text(follow(told["in_id_path"], item), 200)
    key = f"mo:{named or hashlib.sha256(call.body + call.query.encode()).hexdigest()[:32]}"
    message = MessageReceived(
        key=key, sender=_sender(follow(told["in_from_path"], item), told), message_id=key, sent_at=call.received_at,
        content=Content(text=clean_text(follow(told["in_text_path"], item))),
    )  # fmt: skip
    return tell_wish(message)


def _sender(address: str, told: Description) -> Sender:
    address = clean_text(read_caller(address, told["country"].upper() or "RU"), 100) or "?"
    if not is_phone(address):
        return Sender(external_id=address)
    return Sender(external_id=address, phone=address, proof=Proof.SELF)
