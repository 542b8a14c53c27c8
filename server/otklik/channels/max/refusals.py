"""What MAX's refusals mean for us: one table by status and MAX's own key of the error."""

from otklik.channelkit.outbound import Scope, SendError, SendErrorKind
from otklik.channels.max.client import Refusal, Silence

_RATE_WAIT_S = 2.0
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _TOO_MANY, _SERVER_ERROR = 401, 403, 404, 429, 500
_TOKEN_CODES = ("verify.token",)
_GONE_WORDS = ("error.dialog.suspended", "chat.denied", "dialog.not.found", "chat.not.found", "user.not.found")
_LOST_WORDS = ("message.not.found", "link", "reply", "mid")
_GONE_MESSAGE_WORDS = ("not.found", "not found")


def is_not_ready(refusal: Refusal) -> bool:
    """The file is uploaded and MAX is still working on it: the same call succeeds a little later."""
    return refusal.code == "attachment.not.ready" or "not.processed" in refusal.words


def refers_badly(refusal: Refusal) -> bool:
    """A handle of an earlier file may not be accepted any more: nothing was sent, so upload again."""
    return refusal.status == 400 and not is_not_ready(refusal)  # noqa: PLR2004 - HTTP


def lost_reply(refusal: Refusal) -> bool:
    """The answered message seems to be gone: nothing was sent, so send without."""
    if refusal.status == _NOT_FOUND:
        return names_message(refusal)
    return refusal.status == 400 and _says(refusal, _LOST_WORDS)  # noqa: PLR2004 - HTTP


def already_gone(refusal: Refusal) -> bool:
    """What should be deleted is deleted."""
    return refusal.status == _NOT_FOUND or (refusal.status < _UNAUTHORIZED and _says(refusal, _GONE_MESSAGE_WORDS))


def names_message(refusal: Refusal) -> bool:
    """Whether what is not there is a message rather than the person: a 404 that does not speak of a chat."""
    return refusal.status == _NOT_FOUND and not _says(refusal, _GONE_WORDS)


def bad_token(refusal: Refusal) -> bool:
    """The token is not, or no longer, accepted."""
    return refusal.status == _UNAUTHORIZED or refusal.code in _TOKEN_CODES


def send_error(trouble: Refusal | Silence) -> SendError:
    """Say what a refusal, or no answer at all, means."""
    if isinstance(trouble, Silence):
        return _of_silence(trouble)
    kind, scope = _kind_of(trouble)
    wait = trouble.retry_after_s
    if kind in (SendErrorKind.RATE, SendErrorKind.RETRY):
        wait = wait or _RATE_WAIT_S
    code = trouble.code or str(trouble.status)
    return SendError(kind=kind, code=code, detail=str(trouble), retry_after_s=wait, scope=scope)


def _of_silence(silence: Silence) -> SendError:
    if silence.untrusted:
        return SendError(kind=SendErrorKind.AUTH, code="certificate", detail=silence.detail, scope=Scope.INBOX)
    if silence.refused:
        return SendError(kind=SendErrorKind.AUTH, code="refused", detail=silence.detail, scope=Scope.INBOX)
    if not silence.sent:
        return SendError(kind=SendErrorKind.RETRY, code="network", detail=silence.detail, scope=Scope.INBOX)
    return SendError(kind=SendErrorKind.UNCERTAIN, code="no_answer", detail=silence.detail)


def _kind_of(refusal: Refusal) -> tuple[SendErrorKind, Scope]:
    if bad_token(refusal):
        return SendErrorKind.AUTH, Scope.INBOX
    if refusal.status == _TOO_MANY or refusal.code == "too.many.requests":
        return SendErrorKind.RATE, Scope.CHAT
    if refusal.status >= _SERVER_ERROR:
        return SendErrorKind.UNCERTAIN, Scope.CHAT
    if is_not_ready(refusal):
        return SendErrorKind.RETRY, Scope.CHAT
    if refusal.status in (_FORBIDDEN, _NOT_FOUND) or _says(refusal, _GONE_WORDS):
        return SendErrorKind.GONE, Scope.CHAT
    return SendErrorKind.FORMAT, Scope.CHAT


def _says(refusal: Refusal, words: tuple[str, ...]) -> bool:
    told = f"{refusal.code} {refusal.words}".lower()
    return any(word in told for word in words)
