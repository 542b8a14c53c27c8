"""Reading deliveries: is it genuine, and what happened? Pure."""

from collections.abc import Sequence
from typing import Any

import msgspec

from otklik.channelkit.errors import BadSignature, UnknownShape
from otklik.channelkit.inbound import Happening, HookCall
from otklik.channels.json.events import Around, Reader, Unread, read_event, unsupported
from otklik.channels.json.settings import (
    WINDOW_S,
    Rules,
    Settings,
    number,
    read_rules,
    scheme_of,
    secrets_of,
)
from otklik.channels.json.signatures import is_fresh, is_signed, stamp_of

EVENTS_MAX = 200


def verify(call: HookCall, settings: Settings) -> None:
    """Raise BadSignature unless one of our secrets signed this body within the window."""
    scheme, window_s = scheme_of(settings), number(settings, "window_s", WINDOW_S)
    if not is_fresh(scheme, call.headers, call.received_at.timestamp(), window_s):
        raise BadSignature("the time of the signature is missing or out of the window")
    if not is_signed(scheme, secrets_of(settings), call.body, call.headers):
        raise BadSignature("the signature is missing or wrong")


def parse(call: HookCall, settings: Settings) -> Sequence[Happening]:
    """Read all events of a delivery. One that cannot be read harms no other; raises UnknownShape if none can be."""
    rules = read_rules(settings)
    readers = split_delivery(call, rules, settings)
    happenings: list[Happening] = []
    troubles: list[str] = []
    for reader in readers:
        try:
            happening = _read(reader)
        except Unread as error:
            troubles.append(str(error))
        else:
            if happening is not None:
                happenings.append(happening)
    if troubles and not happenings:
        raise UnknownShape("; ".join(troubles[:5]))
    return tuple(happenings)


def split_delivery(call: HookCall, rules: Rules, settings: Settings) -> list[Reader]:
    """Find the events of a delivery: those of the list the rules name, of a list, or the one; raises UnknownShape."""
    try:
        body = msgspec.json.decode(call.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnknownShape(f"the body is not JSON: {error}"[:300]) from None
    stamp = stamp_of(scheme_of(settings), call.headers)
    events = list_events(body, rules)
    if not events:
        raise UnknownShape("the body holds no event: an object, or a list of objects, is needed")
    if len(events) > EVENTS_MAX:
        raise UnknownShape(f"the delivery holds {len(events)} events; at most {EVENTS_MAX} are read")
    return [Reader(one, rules, Around(call.received_at, f"{stamp}:{n}")) for n, one in enumerate(events)]


def list_events(body: object, rules: Rules) -> list[Any]:
    """Return the events of a body; what is no object among them is none."""
    found = rules.mapped.fields["events"].find(body)
    if isinstance(found, list):
        events = found
    elif isinstance(body, list):
        events = body
    else:
        events = [found if isinstance(found, dict) and "events" in rules.mapped.own else body]
    return [one for one in events if isinstance(one, dict)]


def _read(reader: Reader) -> Happening | None:
    """Read one event; one of a person we know by it is shown as not understood rather than lost."""
    try:
        return read_event(reader)
    except Unread as error:
        if error.field != "user.id" and reader.name("user.id"):
            return unsupported(reader)
        raise
