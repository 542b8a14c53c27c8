"""What a refusal of the other side means for us: first its own word for it, then the status."""

from otklik.channelkit.manifest import Words
from otklik.channelkit.outbound import Scope, SendError, SendErrorKind
from otklik.channels.json.client import Refusal, Silence

_WAIT_S = 5.0
_SERVER_ERROR = 500

BY_CODE: dict[str, tuple[SendErrorKind, Scope]] = {
    "rate": (SendErrorKind.RATE, Scope.CHAT),
    "retry": (SendErrorKind.RETRY, Scope.CHAT),
    "format": (SendErrorKind.FORMAT, Scope.CHAT),
    "window": (SendErrorKind.WINDOW, Scope.CHAT),
    "gone": (SendErrorKind.GONE, Scope.CHAT),
    "blocked": (SendErrorKind.GONE, Scope.CHAT),
    "optout": (SendErrorKind.OPTOUT, Scope.CHAT),
    "auth": (SendErrorKind.AUTH, Scope.INBOX),
    "policy": (SendErrorKind.POLICY, Scope.CHAT),
}
"""The words an answer `{"error": {"code": …}}` may use."""

BY_STATUS: dict[int, tuple[SendErrorKind, Scope]] = {
    401: (SendErrorKind.AUTH, Scope.INBOX),
    403: (SendErrorKind.AUTH, Scope.INBOX),
    404: (SendErrorKind.AUTH, Scope.INBOX),
    405: (SendErrorKind.AUTH, Scope.INBOX),
    402: (SendErrorKind.POLICY, Scope.CHAT),
    408: (SendErrorKind.RETRY, Scope.CHAT),
    409: (SendErrorKind.RETRY, Scope.CHAT),
    410: (SendErrorKind.GONE, Scope.CHAT),
    425: (SendErrorKind.RATE, Scope.INBOX),
    429: (SendErrorKind.RATE, Scope.INBOX),
    451: (SendErrorKind.POLICY, Scope.CHAT),
    501: (SendErrorKind.FORMAT, Scope.CHAT),
    503: (SendErrorKind.RETRY, Scope.INBOX),
}
_REDIRECTS = range(300, 400)


def send_error(trouble: Refusal | Silence, *, repeats: bool) -> SendError:
    """Say what a refusal, or no answer, means; `repeats`: the other side takes the same key once."""
    unknown = SendErrorKind.RETRY if repeats else SendErrorKind.UNCERTAIN
    if isinstance(trouble, Silence):
        return _of_silence(trouble, unknown)
    kind, scope = _kind_of(trouble, unknown)
    wait = trouble.retry_after_s
    if kind is SendErrorKind.RATE and not wait:
        wait = _WAIT_S
    code = trouble.code or str(trouble.status)
    return SendError(kind=kind, code=code, detail=trouble.detail, retry_after_s=wait, scope=scope)


def words_of(trouble: Refusal | Silence) -> Words:
    """Say to an administrator what became of a test."""
    if isinstance(trouble, Silence):
        return Words(f"Адрес не отвечает: {trouble.detail}", f"The address does not answer: {trouble.detail}")
    said = f" ({trouble.detail})" if trouble.detail else ""
    match trouble.status:
        case 401 | 403:
            return Words(
                f"Адрес ответил {trouble.status}: подпись или Authorization не подошли{said}",
                f"The address answered {trouble.status}: it does not accept the signature or Authorization{said}",
            )
        case 404 | 405:
            return Words(
                f"Адрес ответил {trouble.status}: по нему не принимают POST{said}",
                f"The address answered {trouble.status}: nothing takes a POST there{said}",
            )
        case status:
            return Words(f"Адрес ответил {status}{said}", f"The address answered {status}{said}")


def _of_silence(silence: Silence, unknown: SendErrorKind) -> SendError:
    if silence.refused:
        return SendError(kind=SendErrorKind.AUTH, code="refused", detail=silence.detail, scope=Scope.INBOX)
    if not silence.sent:
        return SendError(kind=SendErrorKind.RETRY, code="network", detail=silence.detail, scope=Scope.INBOX)
    return SendError(kind=unknown, code="no_answer", detail=silence.detail)


def _kind_of(refusal: Refusal, unknown: SendErrorKind) -> tuple[SendErrorKind, Scope]:
    if refusal.code in BY_CODE:
        return BY_CODE[refusal.code]
    if refusal.status in BY_STATUS:
        return BY_STATUS[refusal.status]
    if refusal.status in _REDIRECTS:
        return SendErrorKind.AUTH, Scope.INBOX
    return (unknown if refusal.status >= _SERVER_ERROR else SendErrorKind.FORMAT), Scope.CHAT
