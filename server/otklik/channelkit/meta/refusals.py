"""What refusals mean for us: each channel brings its table of codes, and here it is read."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from otklik.channelkit.meta.graph import Refusal, Silence
from otklik.channelkit.outbound import Scope, SendError, SendErrorKind

_SERVER_ERROR = 500
_TOO_MANY = 429
_DEFAULT_WAIT_S = 5.0


class Meaning(Struct, frozen=True):
    """A class, how long to wait at least, and what has to wait."""

    kind: SendErrorKind
    wait_s: float | None = None
    scope: Scope = Scope.CHAT


class Table(Struct, frozen=True, kw_only=True):
    """Meanings by code, by code with subcode, and by ranges of codes; the first that fits, pairs before codes."""

    codes: Mapping[int, Meaning]
    pairs: Mapping[tuple[int, int], Meaning] = {}
    subcodes: Mapping[int, Meaning] = {}
    ranges: Sequence[tuple[range, Meaning]] = ()


RETRY = Meaning(SendErrorKind.RETRY)
AUTH = Meaning(SendErrorKind.AUTH, scope=Scope.INBOX)
FORMAT = Meaning(SendErrorKind.FORMAT)
GONE = Meaning(SendErrorKind.GONE)
_UNCERTAIN = Meaning(SendErrorKind.UNCERTAIN)
_BUSY = Meaning(SendErrorKind.RATE, _DEFAULT_WAIT_S, Scope.INBOX)


def find_meaning(table: Table, code: int, subcode: int = 0) -> Meaning | None:
    """Look a code up; None for one that nobody has named."""
    named = table.pairs.get((code, subcode)) or table.subcodes.get(subcode) or table.codes.get(code)
    return named or next((meaning for codes, meaning in table.ranges if code in codes), None)


def send_error(table: Table, trouble: Refusal | Silence) -> SendError:
    """Say what a refusal, or no answer at all, means."""
    if isinstance(trouble, Silence):
        return _of_silence(trouble)
    meaning = _judge(table, trouble)
    wait = trouble.retry_after_s if trouble.retry_after_s is not None else meaning.wait_s
    if meaning.kind is SendErrorKind.RATE and not wait:
        wait = _DEFAULT_WAIT_S
    return SendError(
        kind=meaning.kind, code=trouble.name, detail=trouble.words, retry_after_s=wait, scope=meaning.scope
    )


def _judge(table: Table, refusal: Refusal) -> Meaning:
    """Decide by the code, then by what is said to be passing, then by HTTP."""
    if refusal.told:
        named = find_meaning(table, refusal.code, refusal.subcode)
        if named is not None:
            return named
        if refusal.transient:
            return RETRY
    if refusal.status == _TOO_MANY:
        return _BUSY
    if refusal.status in (401, 403):
        return AUTH
    return _UNCERTAIN if refusal.status >= _SERVER_ERROR else FORMAT


def _of_silence(silence: Silence) -> SendError:
    if silence.refused:
        return SendError(kind=SendErrorKind.AUTH, code="refused", detail=silence.detail, scope=Scope.INBOX)
    if not silence.sent:
        return SendError(kind=SendErrorKind.RETRY, code="network", detail=silence.detail, scope=Scope.INBOX)
    return SendError(kind=SendErrorKind.UNCERTAIN, code="no_answer", detail=silence.detail)
