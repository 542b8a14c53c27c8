"""What a described provider's answer means: taken, refused with a reason, or nobody knows."""

from typing import Final

from otklik.channelkit.outbound import Scope, SendError, SendErrorKind, SendResult, Sent
from otklik.channels.sms_http.client import Outcome, Said, Silence, SmsHttpClient
from otklik.channels.sms_http.description import Description
from otklik.channels.sms_http.templates import follow

_WAIT_S: Final = 5.0
_SUCCESS: Final = 2
_TOO_MANY: Final = 429
_DENIED: Final = (401, 402, 403)
_SERVER_ERROR: Final = 500


def judge(outcome: Outcome, told: Description, client: SmsHttpClient) -> SendResult:
    """Return the id that the provider gave, or what its refusal means."""
    if isinstance(outcome, Silence):
        return _of_silence(outcome)
    code = find_error(outcome, told)
    if outcome.status // 100 == _SUCCESS and not code:
        named = follow(told["id_path"], outcome.found)
        if named:
            return Sent(external_id=named)
        return SendError(kind=SendErrorKind.UNCERTAIN, code="no_id", detail="the answer names no message")
    words = follow(told["error_words_path"], outcome.found) or f"HTTP {outcome.status}"
    kind = told.kind_of(code) if code else None
    return _refused(kind or _by_status(outcome.status), code or str(outcome.status), client.hide(words), outcome)


def find_error(said: Said, told: Description) -> str:
    """Return the provider's own code of a refusal; empty when there is none."""
    code = follow(told["error_path"], said.found)
    return "" if code == told["error_fine"] else code


def _refused(kind: SendErrorKind, code: str, words: str, said: Said) -> SendError:
    wait = (said.retry_after_s or _WAIT_S) if kind is SendErrorKind.RATE else None
    scope = Scope.INBOX if kind in (SendErrorKind.RATE, SendErrorKind.AUTH) else Scope.CHAT
    return SendError(kind=kind, code=code[:50], detail=words, retry_after_s=wait, scope=scope)


def _by_status(status: int) -> SendErrorKind:
    if status == _TOO_MANY:
        return SendErrorKind.RATE
    if status in _DENIED:
        return SendErrorKind.AUTH
    return SendErrorKind.UNCERTAIN if status >= _SERVER_ERROR else SendErrorKind.FORMAT


def _of_silence(silence: Silence) -> SendError:
    if silence.refused:
        return SendError(kind=SendErrorKind.AUTH, code="refused", detail=silence.words, scope=Scope.INBOX)
    if silence.sent:
        return SendError(kind=SendErrorKind.UNCERTAIN, code="no_answer", detail=silence.words)
    return SendError(kind=SendErrorKind.RETRY, code="network", detail=silence.words, scope=Scope.INBOX)
