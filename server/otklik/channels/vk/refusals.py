"""What VK's refusals mean for us: one table by their numbers."""

from otklik.channelkit.outbound import Scope, SendError, SendErrorKind
from otklik.channels.vk.client import Refusal, Silence

_K = SendErrorKind
_SECOND_S, _MINUTES_S, _HOUR_S = 1.0, 300.0, 3600.0
_DEFAULT_WAIT_S = 5.0

WAITS: dict[int, tuple[float, Scope]] = {
    6: (_SECOND_S, Scope.INBOX), 9: (_MINUTES_S, Scope.CHAT), 29: (_HOUR_S, Scope.INBOX),
    944: (_HOUR_S, Scope.CHAT), 1011: (_HOUR_S, Scope.CHAT),
}  # fmt: skip
"""How long to wait, and what has to: VK itself never says."""

_CODES: dict[SendErrorKind, tuple[int, ...]] = {
    _K.RATE: tuple(WAITS),
    _K.RETRY: (1, 10, 13, 36),
    _K.GONE: (18, 37, 900, 901, 902, 917, 922, 927, 932, 936, 945, 946),
    _K.WINDOW: (943, 950, 987, 988),
    _K.FORMAT: (
        8, 22, 100, 129, 909, 910, 911, 912, 913, 914, 920, 921, 924, 940, 949, 969, 1009, 1010,
    ),
    _K.AUTH: (5, 7, 14, 15, 17, 23, 27, 28, 38, 113, 125),
    _K.POLICY: (19, 985, 1012),
}  # fmt: skip
KINDS = {code: kind for kind, codes in _CODES.items() for code in codes}
_STATUSES = {401: _K.AUTH, 403: _K.AUTH, 404: _K.AUTH, 413: _K.FORMAT, 429: _K.RATE}
_BAD_PARAMETER = 100
_UNAUTHORIZED = frozenset({5, 27, 28})
_NO_RIGHTS = frozenset({7, 15, 38})


def send_error(trouble: Refusal | Silence) -> SendError:
    """Say what a refusal, or no answer at all, means.

    VK tells a repeat by its number, so what may have arrived is simply sent again.
    """
    if isinstance(trouble, Silence):
        return _of_silence(trouble)
    if not trouble.code:
        return _of_status(trouble)
    kind = KINDS.get(trouble.code, _K.FORMAT)
    wait, scope = WAITS.get(trouble.code, (None, Scope.INBOX if kind is _K.AUTH else Scope.CHAT))
    return SendError(kind=kind, code=str(trouble.code), detail=trouble.description, retry_after_s=wait, scope=scope)


def _of_silence(silence: Silence) -> SendError:
    if silence.refused:
        return SendError(kind=_K.AUTH, code="refused", detail=silence.detail, scope=Scope.INBOX)
    code = "no_answer" if silence.sent else "network"
    return SendError(kind=_K.RETRY, code=code, detail=silence.detail, scope=Scope.CHAT if silence.sent else Scope.INBOX)


def _of_status(refusal: Refusal) -> SendError:
    kind = _STATUSES.get(refusal.status, _K.RETRY)
    wait = _DEFAULT_WAIT_S if kind is _K.RATE else None
    scope = Scope.INBOX if kind in (_K.AUTH, _K.RATE) else Scope.CHAT
    return SendError(
        kind=kind, code=f"http_{refusal.status}", detail=refusal.description, retry_after_s=wait, scope=scope
    )


def refers_badly(refusal: Refusal) -> bool:
    """Something that the call points at is not accepted, perhaps a file of an earlier message."""
    return refusal.code == _BAD_PARAMETER and "attachment" in refusal.description.lower()


def lost_reply(refusal: Refusal) -> bool:
    """The answered message is gone: send without."""
    return refusal.code == _BAD_PARAMETER and "forward" in refusal.description.lower()


def is_unauthorized(refusal: Refusal) -> bool:
    """The key is not accepted at all."""
    return refusal.code in _UNAUTHORIZED or refusal.status in (401, 403)


def lacks_rights(refusal: Refusal) -> bool:
    """The key is good, and may not do this."""
    return refusal.code in _NO_RIGHTS


def words_of(outcome: Refusal | Silence) -> str:
    """Return VK's own words for the administrator."""
    if isinstance(outcome, Silence):
        return outcome.detail
    return f"{outcome.code or outcome.status} {outcome.description}".strip()
