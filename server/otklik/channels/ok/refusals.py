"""What refusals of Odnoklassniki mean for us. Its pages name no codes for messages: these are of its whole API."""

from otklik.channelkit.outbound import Scope, SendError, SendErrorKind
from otklik.channels.ok.client import Refusal, Silence

_WAIT_S = 5.0
_SERVER_ERROR = 500
_BY_CODE: dict[int, SendErrorKind] = {
    1: SendErrorKind.UNCERTAIN,
    2: SendErrorKind.UNCERTAIN,
    7: SendErrorKind.POLICY,
    8: SendErrorKind.RATE,
    9: SendErrorKind.RATE,
    10: SendErrorKind.GONE,
    11: SendErrorKind.RATE,
    101: SendErrorKind.AUTH,
    102: SendErrorKind.AUTH,
    103: SendErrorKind.AUTH,
    104: SendErrorKind.AUTH,
    200: SendErrorKind.GONE,
    300: SendErrorKind.GONE,
    401: SendErrorKind.AUTH,
}
_BY_STATUS: dict[int, SendErrorKind] = {
    401: SendErrorKind.AUTH, 403: SendErrorKind.GONE, 404: SendErrorKind.GONE, 429: SendErrorKind.RATE,
}  # fmt: skip


def bad_token(refusal: Refusal) -> bool:
    """The token is not, or no longer, accepted."""
    return _kind_of(refusal) is SendErrorKind.AUTH


def is_format(refusal: Refusal) -> bool:
    """Our request is wrong here: nothing was sent."""
    return _kind_of(refusal) is SendErrorKind.FORMAT


def send_error(trouble: Refusal | Silence) -> SendError:
    """Say what a refusal, or no answer at all, means."""
    if isinstance(trouble, Silence):
        return _of_silence(trouble)
    kind = _kind_of(trouble)
    wait = trouble.retry_after_s or (_WAIT_S if kind is SendErrorKind.RATE else None)
    scope = Scope.INBOX if kind in (SendErrorKind.AUTH, SendErrorKind.POLICY) else Scope.CHAT
    return SendError(
        kind=kind, code=str(trouble.code or trouble.status), detail=str(trouble), retry_after_s=wait, scope=scope
    )


def _of_silence(silence: Silence) -> SendError:
    if silence.refused:
        return SendError(kind=SendErrorKind.AUTH, code="refused", detail=silence.detail, scope=Scope.INBOX)
    if not silence.sent:
        return SendError(kind=SendErrorKind.RETRY, code="network", detail=silence.detail, scope=Scope.INBOX)
    return SendError(kind=SendErrorKind.UNCERTAIN, code="no_answer", detail=silence.detail)


def _kind_of(refusal: Refusal) -> SendErrorKind:
    if refusal.code in _BY_CODE:
        return _BY_CODE[refusal.code]
    if refusal.code:
        return SendErrorKind.FORMAT
    if refusal.status >= _SERVER_ERROR:
        return SendErrorKind.UNCERTAIN
    return _BY_STATUS.get(refusal.status, SendErrorKind.FORMAT)
