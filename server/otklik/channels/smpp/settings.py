"""The settings of a line to a centre: read once into types, refused with every wrong field named."""

import re
import ssl
from enum import StrEnum
from typing import Any, Final

from msgspec import Struct

from otklik.channelkit.channel import Settings
from otklik.channelkit.errors import BadSettings
from otklik.channelkit.phones import is_country
from otklik.channels.smpp.pdu import Address, Bind
from otklik.kit.errors import FieldError

PORT: Final = 2775
_PORT_MAX = 65535
_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}|\[[0-9A-Fa-f:.]{2,45}\]")
_PLAIN = re.compile(r"[\x20-\x7e]*")
_NAME = re.compile(r"[A-Za-z0-9 ._&!?+-]{1,11}")
_SHORT_NUMBER_MAX = 8
_NUMBER = re.compile(r"\+?\d{3,15}")
_PEM = "-----BEGIN CERTIFICATE-----"


class LongText(StrEnum):
    """How a text of several parts travels."""

    HEADER = "udh"
    PARAMETERS = "sar"
    PAYLOAD = "payload"


class DefaultAlphabet(StrEnum):
    """What a centre means by data coding 0."""

    GSM7 = "gsm7"
    LATIN1 = "latin1"


class Account(Struct, frozen=True, kw_only=True):
    """All settings of an inbox."""

    host: str
    port: int
    tls: bool
    authority: str
    bind: Bind
    sender: str
    country: str
    long_text: LongText
    alphabet: DefaultAlphabet
    latin: bool
    window: int
    rate: float
    validity_h: int

    def __repr__(self) -> str:
        """Name the place only: passwords must not reach a log by way of a traceback."""
        return f"Account({self.bind.system_id}@{self.host}:{self.port})"

    @property
    def nobody_can_answer(self) -> bool:
        """Whether the sender is a name, to which no telephone can write."""
        return bool(self.sender) and not _NUMBER.fullmatch(self.sender)

    @property
    def source(self) -> Address:
        """The sender as the wire wants it; an empty one is the centre's own choice."""
        if not self.sender:
            return Address("", 0, 0)
        if self.nobody_can_answer:
            return Address(self.sender, 5, 0)
        digits = self.sender.lstrip("+")
        return Address(digits, 3, 0) if len(digits) <= _SHORT_NUMBER_MAX else Address(digits, 1, 1)


def read_settings(settings: Settings) -> Account:
    """Read settings that were found good."""
    return Account(
        host=_text(settings, "host").strip("[]"),
        port=int(_number(settings, "port", PORT)),
        tls=_text(settings, "security") == "tls",
        authority=_text(settings, "authority"),
        bind=Bind(
            system_id=_text(settings, "system_id"), password=_text(settings, "password"),
            system_type=_text(settings, "system_type"),
        ),
        sender=_text(settings, "sender"),
        country=_text(settings, "country").upper() or "RU",
        long_text=LongText(_text(settings, "long_text") or LongText.HEADER),
        alphabet=DefaultAlphabet(_text(settings, "alphabet") or DefaultAlphabet.GSM7),
        latin=bool(settings.get("latin")),
        window=int(_number(settings, "window", 10)),
        rate=_number(settings, "rate", 10),
        validity_h=int(_number(settings, "validity_h", 24)),
    )  # fmt: skip


def check_settings(settings: Settings) -> None:
    """Raise BadSettings naming every wrong field."""
    faults = [*_place_faults(settings), *_login_faults(settings), *_other_faults(settings)]
    if faults:
        raise BadSettings("the settings of the line are wrong", errors=tuple(faults))


def _place_faults(settings: Settings) -> list[FieldError]:
    faults = []
    if not _HOST.fullmatch(_text(settings, "host")):
        faults.append(_fault("host", "bad_host", "the name or address of a server"))
    if not 1 <= _number(settings, "port", PORT) <= _PORT_MAX:
        faults.append(_fault("port", "bad_port", "1 to 65535"))
    if _text(settings, "security") not in ("", "none", "tls"):
        faults.append(_fault("security", "bad_choice", "tls or none"))
    authority = _text(settings, "authority")
    if authority and not _is_certificate(authority):
        faults.append(_fault("authority", "bad_certificate", "a certificate in PEM"))
    return faults


def _login_faults(settings: Settings) -> list[FieldError]:
    faults = []
    for name, required in (("system_id", True), ("password", True), ("system_type", False)):
        value = _text(settings, name)
        if required and not value:
            faults.append(_fault(name, "missing", "required"))
        elif not _PLAIN.fullmatch(value):
            faults.append(_fault(name, "bad_characters", "Latin letters, digits and signs"))
    return faults


def _other_faults(settings: Settings) -> list[FieldError]:
    faults = []
    sender = _text(settings, "sender")
    if sender and not _NUMBER.fullmatch(sender) and not _NAME.fullmatch(sender):
        faults.append(_fault("sender", "bad_sender", "a number, or at most 11 Latin letters and digits"))
    if not is_country(_text(settings, "country").upper() or "RU"):
        faults.append(_fault("country", "bad_country", "two letters, such as RU"))
    for name, choices in (("long_text", LongText), ("alphabet", DefaultAlphabet)):
        if _text(settings, name) not in ("", *choices):
            faults.append(_fault(name, "bad_choice", ", ".join(choices)))
    for name, low, high in (("window", 1, 100), ("rate", 0.1, 500), ("validity_h", 1, 168)):
        if not low <= _number(settings, name, low) <= high:
            faults.append(_fault(name, "out_of_range", f"{low} to {high}"))
    return faults


def _is_certificate(text: str) -> bool:
    if _PEM not in text:
        return False
    try:
        ssl.create_default_context(cadata=text)
    except (ssl.SSLError, ValueError):
        return False
    return True


def _fault(field: str, code: str, words: str) -> FieldError:
    return FieldError(f"settings.{field}", code, words)


def _text(settings: Settings, name: str) -> str:
    value = settings.get(name)
    return str(value).strip() if value is not None else ""


def _number(settings: Settings, name: str, default: float) -> float:
    value: Any = settings.get(name)
    try:
        return default if value in (None, "") else float(value)
    except (TypeError, ValueError):
        return -1
