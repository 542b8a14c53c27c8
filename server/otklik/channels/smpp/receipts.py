"""Reports of delivery: read from the optional parameters, and from a text that every centre writes differently."""

import re
from typing import Final

from msgspec import Struct

from otklik.channelkit.inbound import DeliveryStatus
from otklik.channels.smpp.pdu import ShortMessage, Tag

_RECEIPT_BITS: Final = 0x3C
_RECEIPT: Final = 0x04
_FIELD = re.compile(rb"(id|stat|err|submit date|done date)\s*:\s*([^\s]*)", re.IGNORECASE)
_STATES: Final = {
    0: "SCHEDULED", 1: "ENROUTE", 2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 6: "ACCEPTD", 7: "UNKNOWN",
    8: "REJECTD",
}  # fmt: skip
_MEANING: Final = {
    "DELIVRD": DeliveryStatus.DELIVERED,
    "ACCEPTD": DeliveryStatus.DELIVERED,
    "EXPIRED": DeliveryStatus.FAILED,
    "DELETED": DeliveryStatus.FAILED,
    "UNDELIV": DeliveryStatus.FAILED,
    "REJECTD": DeliveryStatus.FAILED,
    "UNKNOWN": DeliveryStatus.UNCERTAIN,
}
_WORDS: Final = {"DELIVERED": "DELIVRD", "UNDELIVERABLE": "UNDELIV", "UNDELIVERED": "UNDELIV", "ACCEPTED": "ACCEPTD",
                 "REJECTED": "REJECTD", "FAILED": "UNDELIV"}  # fmt: skip
_DECIMAL = re.compile(r"\d+")
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]+")
_LONGEST_NUMBER: Final = 20


class Receipt(Struct, frozen=True, kw_only=True):
    """What became of a message. `status` is None while it is still on its way."""

    message_id: str
    state: str
    status: DeliveryStatus | None
    error: str = ""


def is_receipt(message: ShortMessage) -> bool:
    """Whether a delivery tells of a message of ours instead of being one."""
    return message.esm_class & _RECEIPT_BITS == _RECEIPT


def read_receipt(message: ShortMessage) -> Receipt | None:
    """Read a report; None when it names no message."""
    fields: dict[bytes, str] = {}
    for name, value in _FIELD.findall(message.content.split(b"text:", 1)[0].split(b"Text:", 1)[0]):
        fields.setdefault(name.lower(), value.decode("latin-1"))
    named = message.tlvs.get(Tag.RECEIPTED_MESSAGE_ID, b"").split(b"\0", 1)[0].decode("latin-1")
    message_id = named or fields.get(b"id", "")
    if not message_id:
        return None
    coded = message.tlvs.get(Tag.MESSAGE_STATE)
    state = _STATES.get(coded[0], "") if coded else ""
    said = fields.get(b"stat", "").upper()
    state = state or _WORDS.get(said, said)
    return Receipt(message_id=message_id, state=state, status=_MEANING.get(state), error=fields.get(b"err", ""))


def other_forms(message_id: str) -> tuple[str, ...]:
    """Return the same id as a centre may have written it in its answer: hexadecimal here, decimal there."""
    forms: list[str] = []
    if len(message_id) > _LONGEST_NUMBER:
        return ()
    if _DECIMAL.fullmatch(message_id):
        number = int(message_id)
        forms += [f"{number:x}", f"{number:X}", f"{number:08X}", f"{number:08x}", str(number)]
    if _HEXADECIMAL.fullmatch(message_id):
        forms += [str(int(message_id, 16)), message_id.lower(), message_id.upper()]
        forms += [form.lstrip("0") for form in (message_id.lower(), message_id.upper())]
    return tuple(form for form in dict.fromkeys(forms) if form and form != message_id)
