"""What Viber's refusals mean for us: one table by their numbers."""

from otklik.channelkit.outbound import Scope, SendError, SendErrorKind
from otklik.channels.viber.client import Refusal, Silence

_K = SendErrorKind
_HOUR_S = 3600.0
_DEFAULT_WAIT_S = 5.0
TOO_MANY = 12
_CODES: dict[SendErrorKind, tuple[int, ...]] = {
    _K.RATE: (TOO_MANY,),
    _K.GONE: (5, 6, 11),
    _K.FORMAT: (3, 4, 13, 14, 16, 17, 18),
    _K.AUTH: (1, 2, 8, 10, 15, 21, 22, 23, 24),
    _K.POLICY: (7, 9, 19, 20),
}  # fmt: skip
KINDS = {code: kind for kind, codes in _CODES.items() for code in codes}
_STATUSES = {401: _K.AUTH, 403: _K.AUTH, 404: _K.AUTH, 413: _K.FORMAT, 429: _K.RATE}
_OLD_APP = frozenset({13, 14})
_BAD_TOKEN = frozenset({2, 8, 15})


def send_error(trouble: Refusal | Silence) -> SendError:
    """Say what a refusal, or no answer at all, means; Viber tells no repeat, so a doubt stays a doubt."""
    if isinstance(trouble, Silence):
        return _of_silence(trouble)
    if trouble.status < 0:
        return _of_http(trouble)
    kind = KINDS.get(trouble.status, _K.UNCERTAIN)
    return SendError(
        kind=kind, code=str(trouble.status), detail=trouble.description,
        retry_after_s=_HOUR_S if kind is _K.RATE else None, scope=Scope.INBOX if kind is _K.AUTH else Scope.CHAT,
    )  # fmt: skip


def _of_silence(silence: Silence) -> SendError:
    if silence.refused:
        return SendError(kind=_K.AUTH, code="refused", detail=silence.detail, scope=Scope.INBOX)
    if not silence.sent:
        return SendError(kind=_K.RETRY, code="network", detail=silence.detail, scope=Scope.INBOX)
    return SendError(kind=_K.UNCERTAIN, code="no_answer", detail=silence.detail)


def _of_http(refusal: Refusal) -> SendError:
    kind = _STATUSES.get(refusal.http, _K.UNCERTAIN)
    return SendError(
        kind=kind, code=f"http_{refusal.http}", detail=refusal.description,
        retry_after_s=_DEFAULT_WAIT_S if kind is _K.RATE else None,
        scope=Scope.INBOX if kind in (_K.AUTH, _K.RATE) else Scope.CHAT,
    )  # fmt: skip


def meets_old_app(refusal: Refusal) -> bool:
    """The person's app is too old for something in the call."""
    return refusal.status in _OLD_APP


def is_bad_token(refusal: Refusal) -> bool:
    """The token is not accepted."""
    return refusal.status in _BAD_TOKEN or refusal.http in (401, 403)


def words_of(outcome: Refusal | Silence) -> str:
    """Return Viber's own words for the administrator."""
    if isinstance(outcome, Silence):
        return outcome.detail
    return f"{outcome.status if outcome.status >= 0 else outcome.http} {outcome.description}".strip()
