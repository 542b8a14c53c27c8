"""What WhatsApp reports of our messages, and of what people want to hear from us."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from otklik.channelkit.inbound import ConsentChanged, DeliveryReported, DeliveryStatus, Happening, ReachChanged
from otklik.channelkit.meta.reading import Json, items, moment, part, word
from otklik.channelkit.meta.refusals import find_meaning
from otklik.channelkit.outbound import SendErrorKind
from otklik.channels.whatsapp.addresses import People, read_id, read_phone
from otklik.channels.whatsapp.refusals import TABLE

_STATUSES: Final = {
    "sent": DeliveryStatus.SENT,
    "delivered": DeliveryStatus.DELIVERED,
    "read": DeliveryStatus.READ,
    "played": DeliveryStatus.READ,
    "failed": DeliveryStatus.FAILED,
}
_FINAL: Final = frozenset({
    SendErrorKind.WINDOW, SendErrorKind.GONE, SendErrorKind.OPTOUT, SendErrorKind.FORMAT, SendErrorKind.POLICY,
})  # fmt: skip
_UNREACHABLE = "131026"
_NO_MARKETING = "131050"


def read_status(status: Json, people: People, at: datetime) -> Iterator[Happening]:
    """Read how far a message of ours has come; a failure may also tell something of the person."""
    message, told = word(status, "id"), word(status, "status", 40)
    known = _STATUSES.get(told)
    if not message or known is None:
        return
    person = people.find(read_id(status, "recipient_user_id"), read_phone(word(status, "recipient_id")))
    at = moment(status, "timestamp", at)
    code, detail = _read_failure(status)
    yield DeliveryReported(
        key=f"{message}:{told}", message_id=message, status=known, at=at, code=code, detail=detail, sender=person,
        tag=word(status, "biz_opaque_callback_data", 512), failure=_judge(code),
    )  # fmt: skip
    if known is not DeliveryStatus.FAILED or person is None:
        return
    if code == _UNREACHABLE:
        yield ReachChanged(key=f"{message}:reach", sender=person, reachable=False, at=at, reason=detail)
    elif code == _NO_MARKETING:
        yield ConsentChanged(key=f"{message}:consent", sender=person, given=False, at=at)


def _judge(code: str) -> SendErrorKind | None:
    """Say what the code of a failure means, if it means one for good; nobody tries a reported failure again."""
    meaning = find_meaning(TABLE, int(code)) if code.isdecimal() else None
    return meaning.kind if meaning is not None and meaning.kind in _FINAL else None


def _read_failure(status: Json) -> tuple[str, str]:
    errors = items(status, "errors")
    if not errors:
        return "", ""
    first = errors[0]
    words = (word(first, "title"), word(first, "message"), word(part(first, "error_data"), "details"))
    return word(first, "code", 20), " · ".join(dict.fromkeys(one for one in words if one))[:300]


def read_preference(preference: Json, people: People, at: datetime) -> Iterator[Happening]:
    """Read whether a person wants our news."""
    person = people.find(read_id(preference, "user_id"), read_phone(word(preference, "wa_id")))
    value = word(preference, "value", 40)
    if person is None or value not in ("stop", "resume", "signup"):
        return
    at = moment(preference, "timestamp", at)
    key = f"preference:{person.external_id}:{value}:{int(at.timestamp())}"
    yield ConsentChanged(key=key, sender=person, given=value != "stop", at=at)
