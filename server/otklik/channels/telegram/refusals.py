"""What Telegram's refusals mean for us: one table, matched by the beginning of the words."""

from otklik.channelkit.outbound import Scope, SendError, SendErrorKind
from otklik.channels.telegram.client import Refusal, Silence

_RATE, _GONE, _FORMAT = SendErrorKind.RATE, SendErrorKind.GONE, SendErrorKind.FORMAT
_DEFAULT_WAIT_S = 5.0
_BAD_REQUEST = 400
_SERVER_ERROR = 500

_WORDS_400: tuple[tuple[str, SendErrorKind], ...] = (
    ("chat not found", _GONE),
    ("user not found", _GONE),
    ("peer_id_invalid", _GONE),
    ("user_is_blocked", _GONE),
    ("input_user_deactivated", _GONE),
    ("business_peer_invalid", SendErrorKind.WINDOW),
    ("business connection not found", _GONE),
    ("business_connection_invalid", _GONE),
    ("not enough rights", SendErrorKind.POLICY),
    ("have no rights", SendErrorKind.POLICY),
    ("too many requests", _RATE),
    ("flood_wait", _RATE),
)
_REF_WORDS = ("wrong file identifier", "wrong remote file identifier", "can't use file of type", "invalid file_id")
_REPLY_WORDS = ("message to be replied not found", "replied message not found", "reply message not found")
_TEXTLESS_WORDS = ("there is no text in the message to edit",)
_SAME_WORDS = ("message is not modified",)
_DELETED_WORDS = ("message to delete not found",)


def words_of(refusal: Refusal) -> str:
    """Return the words after the family ("Bad Request: …"), in lower case."""
    family, colon, words = refusal.description.partition(": ")
    return (words if colon else family).strip().lower()


def says(refusal: Refusal, beginnings: tuple[str, ...]) -> bool:
    """Whether a 400 begins with one of these words."""
    return refusal.code == _BAD_REQUEST and words_of(refusal).startswith(beginnings)


def refers_badly(refusal: Refusal) -> bool:
    """A handle of an earlier file is not accepted any more: upload again."""
    return says(refusal, _REF_WORDS)


def lost_reply(refusal: Refusal) -> bool:
    """The answered message is gone: send without."""
    return says(refusal, _REPLY_WORDS)


def has_no_text(refusal: Refusal) -> bool:
    """The message has a caption, not a text."""
    return says(refusal, _TEXTLESS_WORDS)


def already_so(refusal: Refusal) -> bool:
    """An edit that changes nothing is done."""
    return says(refusal, _SAME_WORDS)


def already_gone(refusal: Refusal) -> bool:
    """What should be deleted is deleted."""
    return says(refusal, _DELETED_WORDS)


def send_error(trouble: Refusal | Silence) -> SendError:
    """Say what a refusal, or no answer at all, means."""
    if isinstance(trouble, Silence):
        return _of_silence(trouble)
    kind, scope = _kind_of(trouble)
    wait = trouble.retry_after_s
    if kind is _RATE and wait is None:
        wait = _DEFAULT_WAIT_S
    return SendError(kind=kind, code=str(trouble.code), detail=trouble.description, retry_after_s=wait, scope=scope)


def _of_silence(silence: Silence) -> SendError:
    if silence.refused:
        return SendError(kind=SendErrorKind.AUTH, code="refused", detail=silence.detail, scope=Scope.INBOX)
    if not silence.sent:
        return SendError(kind=SendErrorKind.RETRY, code="network", detail=silence.detail, scope=Scope.INBOX)
    return SendError(kind=SendErrorKind.UNCERTAIN, code="no_answer", detail=silence.detail)


def _kind_of(refusal: Refusal) -> tuple[SendErrorKind, Scope]:
    match refusal.code:
        case 429:
            return _RATE, Scope.CHAT
        case 401 | 404 | 409:
            return SendErrorKind.AUTH, Scope.INBOX
        case 403:
            return _GONE, Scope.CHAT
        case 400:
            words = words_of(refusal)
            return next((kind for start, kind in _WORDS_400 if words.startswith(start)), _FORMAT), Scope.CHAT
        case code if code >= _SERVER_ERROR:
            return SendErrorKind.UNCERTAIN, Scope.CHAT
        case _:
            return _FORMAT, Scope.CHAT
