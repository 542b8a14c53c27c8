"""What a centre's refusals mean for us: the table of command_status."""

from typing import Final

from otklik.channelkit.manifest import Words
from otklik.channelkit.outbound import Scope, SendError, SendErrorKind

_RATE, _RETRY, _FORMAT = SendErrorKind.RATE, SendErrorKind.RETRY, SendErrorKind.FORMAT
_AUTH, _POLICY, _GONE = SendErrorKind.AUTH, SendErrorKind.POLICY, SendErrorKind.GONE
THROTTLED: Final = 0x58
QUEUE_FULL: Final = 0x14
ALREADY_BOUND: Final = 0x05
BIND_FAILED: Final = 0x0D
BAD_PASSWORD: Final = 0x0E
BAD_SYSTEM_ID: Final = 0x0F
RETRY_LATER: Final = 0x64
UNKNOWN_COMMAND: Final = 0x03
_VENDOR = range(0x400, 0x500)

_NAMES: Final = {
    0x01: "ESME_RINVMSGLEN", 0x02: "ESME_RINVCMDLEN", 0x03: "ESME_RINVCMDID", 0x04: "ESME_RINVBNDSTS",
    0x05: "ESME_RALYBND", 0x08: "ESME_RSYSERR", 0x0A: "ESME_RINVSRCADR", 0x0B: "ESME_RINVDSTADR",
    0x0C: "ESME_RINVMSGID", 0x0D: "ESME_RBINDFAIL", 0x0E: "ESME_RINVPASWD", 0x0F: "ESME_RINVSYSID",
    0x14: "ESME_RMSGQFUL", 0x15: "ESME_RINVSERTYP", 0x33: "ESME_RINVNUMDESTS", 0x34: "ESME_RINVDLNAME",
    0x40: "ESME_RINVDESTFLAG", 0x42: "ESME_RINVSUBREP", 0x43: "ESME_RINVESMCLASS", 0x44: "ESME_RCNTSUBDL",
    0x45: "ESME_RSUBMITFAIL", 0x48: "ESME_RINVSRCTON", 0x49: "ESME_RINVSRCNPI", 0x50: "ESME_RINVDSTTON",
    0x51: "ESME_RINVDSTNPI", 0x58: "ESME_RTHROTTLED", 0x61: "ESME_RINVSCHED", 0x62: "ESME_RINVEXPIRY",
    0x64: "ESME_RX_T_APPN", 0x65: "ESME_RX_P_APPN", 0x66: "ESME_RX_R_APPN", 0xC0: "ESME_RINVOPTPARSTREAM",
    0xC1: "ESME_ROPTPARNOTALLWD", 0xC2: "ESME_RINVPARLEN", 0xC3: "ESME_RMISSINGOPTPARAM",
    0xC4: "ESME_RINVOPTPARAMVAL", 0xFE: "ESME_RDELIVERYFAILURE",
}  # fmt: skip
_KINDS: Final = {
    THROTTLED: _RATE, QUEUE_FULL: _RATE,
    0x08: _RETRY, 0x45: _RETRY, 0xFE: _RETRY, RETRY_LATER: _RETRY,
    0x0B: _GONE,
    0x65: _POLICY, 0x66: _POLICY,
    0x04: _AUTH, ALREADY_BOUND: _AUTH, BIND_FAILED: _AUTH, BAD_PASSWORD: _AUTH, BAD_SYSTEM_ID: _AUTH,
}  # fmt: skip
_OF_INBOX = (_RATE, _AUTH)


def send_error(status: int, *, wait_s: float = 1.0) -> SendError:
    """Say what a refusal of submit_sm means; `wait_s` is how long to rest when we are too fast."""
    kind = _KINDS.get(status, _POLICY if status in _VENDOR else _FORMAT)
    return SendError(
        kind=kind, code=name_of(status), detail=f"the centre refused the message: {name_of(status)}",
        retry_after_s=wait_s if kind is _RATE else None, scope=Scope.INBOX if kind in _OF_INBOX else Scope.CHAT,
    )  # fmt: skip


def name_of(status: int) -> str:
    """Name a status as handbooks do, or by its number."""
    return f"{_NAMES[status]} (0x{status:02X})" if status in _NAMES else f"0x{status:X}"


def needs_a_person(status: int) -> bool:
    """Whether a refused bind will be refused again until somebody corrects the settings."""
    return status in (BAD_PASSWORD, BAD_SYSTEM_ID)


def bind_words(status: int) -> Words:
    """Say why the centre does not let us in."""
    match status:
        case 0x0E:
            return Words("Центр не принимает пароль", "The centre does not accept the password")
        case 0x0F:
            return Words("Центр не знает такого system_id", "The centre does not know this system_id")
        case 0x05:
            return Words(
                "Центр говорит, что мы уже подключены: эта запись занята другой программой или прежней связью",
                "The centre says that we are bound already: another program or an earlier line holds this account",
            )
        case 0x0D:
            return Words(
                "Центр отказал в подключении: проверьте system_id, пароль и разрешённые адреса",
                "The centre refused the bind: check system_id, password and the addresses it allows",
            )
        case _:
            return Words(f"Центр отказал: {name_of(status)}", f"The centre refused: {name_of(status)}")
