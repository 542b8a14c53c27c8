"""What Twilio's error codes mean for us. Codes are refined over time: unknown ones fall to their family."""

from typing import Final

from otklik.channelkit.outbound import Scope, SendError, SendErrorKind

_RATE, _AUTH, _GONE = SendErrorKind.RATE, SendErrorKind.AUTH, SendErrorKind.GONE
_FORMAT, _POLICY = SendErrorKind.FORMAT, SendErrorKind.POLICY
_WAIT_S: Final = 5.0
_TOO_MANY: Final = 429
_SERVER_ERROR: Final = 500
_DENIED: Final = (401, 403, 404)
_CARRIER = range(30000, 31000)

KINDS: Final = {
    20429: _RATE, 30001: _RATE, 30022: _RATE,
    20003: _AUTH, 20005: _AUTH, 20404: _AUTH, 21606: _AUTH, 21659: _AUTH, 21660: _AUTH, 21661: _AUTH,
    21211: _GONE, 21614: _GONE, 30005: _GONE, 30006: _GONE,
    21612: _FORMAT, 21617: _FORMAT, 21623: _FORMAT,
    21610: SendErrorKind.OPTOUT,
    30004: _POLICY, 30007: _POLICY, 30034: _POLICY,
}  # fmt: skip
NO_SUCH_NUMBER: Final = frozenset({"30005", "30006"})


def send_error(status: int, code: int, words: str, *, retry_after_s: float | None = None) -> SendError:
    """Say what a refusal means, by Twilio's code, else by the status of HTTP."""
    kind = KINDS.get(code)
    if kind is None:
        kind = _by_family(code) if code and status not in (_TOO_MANY, 401) else _by_status(status)
    if status >= _SERVER_ERROR:
        kind = SendErrorKind.UNCERTAIN
    wait = (retry_after_s or _WAIT_S) if kind is _RATE else None
    scope = Scope.INBOX if kind in (_RATE, _AUTH) else Scope.CHAT
    return SendError(kind=kind, code=str(code or status), detail=words[:300], retry_after_s=wait, scope=scope)


def _by_status(status: int) -> SendErrorKind:
    if status == _TOO_MANY:
        return _RATE
    return _AUTH if status in _DENIED else _FORMAT


def _by_family(code: int) -> SendErrorKind:
    return _POLICY if code in _CARRIER else _FORMAT
