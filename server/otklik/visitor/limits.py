"""How often a visitor may do things. Counted in this process; IPv6 addresses count by their /64."""

from otklik.kit.addresses import network_of
from otklik.kit.errors import RateLimited
from otklik.kit.rate import SlidingWindow, TokenBuckets

MESSAGES_A_MINUTE = 20
CALLS_AN_HOUR = 10
CALLBACKS_AN_HOUR = 5
FORMS_A_MINUTE = 5
FORMS_OF_ONE_AN_HOUR = 6
UPLOAD_BYTES_A_DAY = 500 * 1024 * 1024


class VisitorLimits:
    """The limits of the visitor's room. `take_*` raises RateLimited with the seconds to wait.

    `sessions`: how many new ones an address may begin in a minute.
    """

    def __init__(self, sessions: int) -> None:
        self._messages = SlidingWindow(MESSAGES_A_MINUTE, 60)
        self._sessions = SlidingWindow(sessions, 60)
        self._signs = TokenBuckets(60, 60)
        self._reads = TokenBuckets(120, 60)
        self._uploads = TokenBuckets(30, 300)
        self._greetings = TokenBuckets(60, 60)
        self._calls = TokenBuckets(600, 60)
        self._rings = SlidingWindow(CALLS_AN_HOUR, 3600)
        self._callbacks = SlidingWindow(CALLBACKS_AN_HOUR, 3600)
        self._signals = TokenBuckets(240, 60)
        self._forms = SlidingWindow(FORMS_A_MINUTE, 60)
        self._form_people = SlidingWindow(FORMS_OF_ONE_AN_HOUR, 3600)

    def take_call(self, address: str) -> None:
        """Count any call of an address."""
        _refuse(self._calls.take(network_of(address)))

    def take_session(self, address: str) -> None:
        """Count a new session of an address."""
        _refuse(self._sessions.take(network_of(address)))

    def take_message(self, session_id: int) -> None:
        """Count a message, an edit or a pressed button."""
        _refuse(self._messages.take(str(session_id)))

    def take_sign(self, session_id: int) -> None:
        """Count a typing sign, a read mark, a profile."""
        _refuse(self._signs.take(str(session_id)))

    def take_read(self, session_id: int) -> None:
        """Count a look at the messages."""
        _refuse(self._reads.take(str(session_id)))

    def take_ring(self, session_id: int) -> None:
        """Count a call to the desk."""
        _refuse(self._rings.take(str(session_id)))

    def take_callback(self, session_id: int) -> None:
        """Count a wish to be called back."""
        _refuse(self._callbacks.take(str(session_id)))

    def take_signal(self, session_id: int) -> None:
        """Count a sign of a call: offers, addresses and signs of life."""
        _refuse(self._signals.take(str(session_id)))

    def take_greeting(self, address: str) -> None:
        """Count a sign that a greeting was shown or opened."""
        _refuse(self._greetings.take(network_of(address)))

    def take_form(self, address: str) -> None:
        """Count a form that an address sends."""
        _refuse(self._forms.take(network_of(address)))

    def take_form_of(self, inbox_id: int, person: str) -> None:
        """Count a form sent in the name of a person."""
        _refuse(self._form_people.take(f"{inbox_id}:{person}"))

    def take_upload(self, session_id: int) -> None:
        """Count a file."""
        _refuse(self._uploads.take(str(session_id)))


def _refuse(wait: float) -> None:
    if wait > 0:
        raise RateLimited("too many requests, wait a little", retry_after=wait)
