"""Reading: one form becomes events. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Attachment, Content
from otklik.channelkit.errors import UnknownShape
from otklik.channelkit.inbound import (
    DeliveryReported,
    DeliveryStatus,
    Happening,
    HookCall,
    MessageReceived,
    Proof,
    ReachChanged,
    Sender,
)
from otklik.channelkit.phones import is_phone, read_caller
from otklik.channelkit.sms import tell_wish
from otklik.channels.twilio.refusals import NO_SUCH_NUMBER
from otklik.channels.twilio.signing import read_form
from otklik.kit.text import clean_text

_MEDIA_MAX: Final = 10
_STATUSES: Final = {
    "sent": DeliveryStatus.SENT,
    "delivered": DeliveryStatus.DELIVERED,
    "read": DeliveryStatus.READ,
    "undelivered": DeliveryStatus.FAILED,
    "failed": DeliveryStatus.FAILED,
    "canceled": DeliveryStatus.FAILED,
}
_ON_ITS_WAY: Final = ("accepted", "scheduled", "queued", "sending", "receiving", "received")
_WISHES: Final = {"STOP": False, "START": True}

Fields = Mapping[str, str]


def parse(call: HookCall) -> Sequence[Happening]:
    """Read one call; raises UnknownShape."""
    try:
        fields = {name: values[-1] for name, values in read_form(call.body).items()}
    except ValueError:
        raise UnknownShape("not a form") from None
    message_id = clean_text(fields.get("MessageSid") or fields.get("SmsSid", ""), 100)
    if not message_id:
        raise UnknownShape("a form that names no message")
    status = fields.get("MessageStatus", "").lower()
    if status and status != "received":
        return _report(message_id, status, fields, call)
    if "From" not in fields:
        raise UnknownShape("a message from nobody")
    return _message(message_id, fields, call)


def _report(message_id: str, status: str, fields: Fields, call: HookCall) -> Sequence[Happening]:
    if status in _ON_ITS_WAY:
        return ()
    meaning = _STATUSES.get(status)
    if meaning is None:
        raise UnknownShape(f"an unknown status {status[:40]!r}")
    person, code = _sender(fields.get("To", "")), clean_text(fields.get("ErrorCode", ""), 20)
    report = DeliveryReported(
        key=f"{message_id}:{status}", message_id=message_id, status=meaning, at=call.received_at, sender=person,
        code=code, detail=clean_text(fields.get("ErrorMessage", ""), 300),
    )  # fmt: skip
    if code not in NO_SUCH_NUMBER:
        return (report,)
    gone = ReachChanged(
        key=f"{message_id}:gone", sender=person, reachable=False, at=call.received_at, reason="no_such_number"
    )
    return (report, gone)


def _message(message_id: str, fields: Fields, call: HookCall) -> Sequence[Happening]:
    message = MessageReceived(
        key=message_id, sender=_sender(fields["From"]), message_id=message_id, content=_content(message_id, fields),
        sent_at=call.received_at,
    )  # fmt: skip
    return tell_wish(message, known=_WISHES.get(fields.get("OptOutType", "")))


def _sender(address: str) -> Sender:
    address = clean_text(read_caller(address, "ZZ"), 100) or "?"
    if not is_phone(address):
        return Sender(external_id=address)
    return Sender(external_id=address, phone=address, proof=Proof.SELF)


def _content(message_id: str, fields: Fields) -> Content:
    text = clean_text(fields.get("Body", ""))
    number = fields.get("NumMedia", "0")
    count = min(int(number), _MEDIA_MAX) if number.isdecimal() and len(number) < 4 else 0  # noqa: PLR2004 - absurd
    files = [_attachment(message_id, index, fields) for index in range(count)]
    attachments = tuple(file for file in files if file is not None)
    kind = attachments[0].kind if attachments and not text else Kind.TEXT
    return Content(kind=kind, text=text, attachments=attachments)


def _attachment(message_id: str, index: int, fields: Fields) -> Attachment | None:
    url, mime = fields.get(f"MediaUrl{index}", ""), fields.get(f"MediaContentType{index}", "").lower()
    if not url:
        return None
    kinds = {"image": Kind.IMAGE, "video": Kind.VIDEO, "audio": Kind.AUDIO}
    ending = mime.partition("/")[2].partition(";")[0].replace("jpeg", "jpg")
    name = f"{message_id[-8:]}-{index + 1}.{ending}" if ending.isalnum() else f"{message_id[-8:]}-{index + 1}"
    return Attachment(kind=kinds.get(mime.partition("/")[0], Kind.DOCUMENT), ref=url, name=name, mime=mime[:100])
