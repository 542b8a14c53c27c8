"""One IMAP connection, used from one thread at a time: the calls block.

The connected socket comes from outside, so that the address it leads to has been checked before.
"""

import imaplib
import re
import selectors
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any, Final, cast

from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError
from imap_tools.mailbox import BaseMailBox
from msgspec import Struct

from otklik.channels.email.dial import tls_context
from otklik.channels.email.settings import Security, Server

COMMAND_TIMEOUT_S: Final = 60.0
TROUBLES: Final = (imaplib.IMAP4.error, ImapToolsError, OSError, EOFError)
"""Everything a broken line or a refusal raises here; ssl errors are OSErrors."""

_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_DATE = re.compile(rb'\bINTERNALDATE "([^"]+)"')
_NEW = re.compile(rb"\* \d+ (?:EXISTS|RECENT)", re.IGNORECASE)
_LATER = re.compile(r"UNAVAILABLE|INUSE|LIMIT|too many|try (?:again )?later|temporar|rate", re.IGNORECASE)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SENT_NAMES = ("Sent", "Sent Messages", "Sent Items", "Отправленные", "INBOX.Sent")


class LoginRefused(Exception):
    """The server does not let us in; `later` when it says so itself that it may soon."""

    def __init__(self, detail: str, *, later: bool) -> None:
        super().__init__(detail)
        self.later = later


class NoFolder(Exception):
    """The folder does not exist or may not be read."""


class Place(Struct, frozen=True):
    """Where the numbering of a folder stands."""

    uidvalidity: int
    uidnext: int


class Listed(Struct, frozen=True):
    """A letter in the folder, not fetched yet."""

    uid: int
    size: int
    arrived: datetime | None


class Client(imaplib.IMAP4):
    """The standard client on a socket that is connected already."""

    def __init__(self, connection: socket.socket, host: str) -> None:
        self._connection = connection
        super().__init__(host, 0, COMMAND_TIMEOUT_S)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        self._connection.settimeout(timeout)
        return self._connection

    def begin_idle(self) -> bytes:
        """Ask the server to speak by itself and return the tag under which it will end; what it says first is kept."""
        tag: bytes = self._command("IDLE")
        while self._get_response() is not None:
            if self.tagged_commands[tag]:
                message = f"IDLE was refused: {self.tagged_commands[tag]!r}"[:200]
                raise self.error(message)
        return tag

    def end_idle(self, tag: bytes) -> None:
        """Take the line back for commands."""
        self.send(b"DONE\r\n")
        self._command_complete("IDLE", tag)

    def take_news(self) -> bool:
        """Say whether the server has spoken of new letters since the last time this was asked."""
        told = [self.response(name)[1] for name in ("EXISTS", "RECENT")]  # both are forgotten by asking
        return any(numbers != [None] for numbers in told)

    def next_line(self, seconds: float) -> bytes | None:
        """Return the next whole line the server sends by itself, None when none begins in time.

        The beginning is awaited, the rest is read with the time limit of commands: a line may come in pieces.
        Raises abort at the end of the stream.
        """
        end = time.monotonic() + seconds
        with selectors.DefaultSelector() as ready:
            ready.register(self.sock, selectors.EVENT_READ)
            while (first := self._first_byte()) is None:
                left = end - time.monotonic()
                if left <= 0:
                    return None
                ready.select(left)
        line = first + self.readline()
        if not line.endswith(b"\n"):
            message = "the server hung up"
            raise self.abort(message)
        return line

    def _first_byte(self) -> bytes | None:
        """Return a byte that is there already, b"" at the end of the stream, None when there is nothing yet."""
        stream: Any = getattr(self, "_file", None) or self.file  # its name depends on the version of Python
        self.sock.settimeout(0)
        try:
            return cast("bytes | None", stream.read(1))
        except ssl.SSLWantReadError:
            return None
        finally:
            self.sock.settimeout(COMMAND_TIMEOUT_S)


class EncryptedClient(Client):
    """The same, speaking TLS from the first byte."""

    def __init__(self, connection: socket.socket, host: str, context: ssl.SSLContext) -> None:
        self._context = context
        self._name = host
        super().__init__(connection, host)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return self._context.wrap_socket(super()._create_socket(timeout), server_hostname=self._name)


class _Box(BaseMailBox):
    """imap-tools over a client made elsewhere."""

    def __init__(self, client: imaplib.IMAP4) -> None:
        self._made = client
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return self._made


def _groups(data: Sequence[Any]) -> Iterator[tuple[bytes, bytes | None]]:
    """Yield each untagged FETCH as (its words, its literal); the words may go on after the literal."""
    words, literal = b"", None
    for item in data:
        if isinstance(item, tuple):
            if words:
                yield words, literal
            words, literal = bytes(item[0]), bytes(item[1])
        elif isinstance(item, bytes):
            if re.match(rb"\d+ \(", item) and words:
                yield words, literal
                words, literal = b"", None
            words += b" " + item
    if words:
        yield words, literal


def _arrived(words: bytes) -> datetime | None:
    match = _DATE.search(words)
    with suppress(ValueError, IndexError, UnicodeError):
        if match:
            return datetime.strptime(match[1].decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
    return None


def _search_date(day: date) -> str:
    return f"{day.day:02d}-{_MONTHS[day.month - 1]}-{day.year}"


class Session:
    """A logged-in connection. Any method may raise one of TROUBLES."""

    def __init__(self, box: _Box) -> None:
        self._box = box
        self._client: Any = box.client
        self._closed = False

    @property
    def capabilities(self) -> frozenset[str]:
        """What the server says it can."""
        return frozenset(str(word).upper() for word in self._client.capabilities)

    @property
    def certificate(self) -> Mapping[str, Any]:
        """The server's certificate as the standard library tells it; empty without encryption."""
        sock = self._client.sock
        return (sock.getpeercert() or {}) if isinstance(sock, ssl.SSLSocket) else {}

    def select(self, folder: str) -> Place:
        """Open a folder for reading only, so that nothing becomes seen or old by our looking."""
        try:
            self._box.folder.set(folder, readonly=True)
        except (MailboxFolderSelectError, imaplib.IMAP4.readonly) as error:
            raise NoFolder(str(error)) from error
        uidvalidity, uidnext = self._number("UIDVALIDITY"), self._number("UIDNEXT")
        if not uidnext:  # old servers leave it out
            uidnext = max((item.uid for item in self._list("*")), default=0) + 1
        return Place(uidvalidity, uidnext)

    def _number(self, name: str) -> int:
        _, data = self._client.response(name)
        value = bytes(data[-1] or b"0") if data and data[-1] is not None else b"0"
        return int(value) if value.isdigit() else 0

    def refresh_capabilities(self) -> None:
        """Ask again after logging in: the answer changes."""
        kind, data = self._client.capability()
        if kind == "OK" and data and data[-1]:
            self._client.capabilities = tuple(data[-1].decode("ascii", "replace").upper().split())

    def list_after(self, uid: int) -> list[Listed]:
        """Return letters with greater UIDs, ascending. A server answers `n:*` with the last letter even below n."""
        self._client.take_news()  # whatever it spoke of until now is in this list
        return [item for item in self._list(f"{uid + 1}:*") if item.uid > uid]

    def list_since(self, day: date) -> list[Listed]:
        """Return letters that arrived on this day or later."""
        kind, data = self._client.uid("SEARCH", "SINCE", _search_date(day))
        uids = (data[0] or b"").split() if kind == "OK" and data else []
        found: list[Listed] = []
        for start in range(0, len(uids), 500):
            found += self._list(b",".join(uids[start : start + 500]).decode("ascii"))
        return sorted(found, key=lambda item: item.uid)

    def _list(self, numbers: str) -> list[Listed]:
        kind, data = self._client.uid("FETCH", numbers, "(UID RFC822.SIZE INTERNALDATE)")
        if kind != "OK":
            raise imaplib.IMAP4.error(f"the list of letters was refused: {data!r}"[:300])
        found = {}
        for words, _ in _groups(data or []):
            uid, size = _UID.search(words), _SIZE.search(words)
            if uid and size:
                found[int(uid[1])] = Listed(int(uid[1]), int(size[1]), _arrived(words))
        return [found[uid] for uid in sorted(found)]

    def fetch(self, uids: Sequence[int], *, headers_only: bool = False) -> dict[int, bytes]:
        """Return the raw letters there still are; marks nothing as read."""
        what = "BODY.PEEK[HEADER]" if headers_only else "BODY.PEEK[]"
        kind, data = self._client.uid("FETCH", ",".join(str(uid) for uid in uids), f"(UID {what})")
        if kind != "OK":
            raise imaplib.IMAP4.error(f"letters were refused: {data!r}"[:300])
        found = {}
        for words, literal in _groups(data or []):
            uid = _UID.search(words)
            if uid and literal is not None and int(uid[1]) in uids:
                found[int(uid[1])] = literal
        return found

    def exists(self, uid: int) -> bool:
        """Say whether a letter is still in the folder."""
        kind, data = self._client.uid("SEARCH", "UID", str(uid))
        return kind == "OK" and bool(data) and str(uid).encode() in (data[0] or b"").split()

    def wait(self, seconds: float) -> bool:
        """Wait in IDLE until a letter arrives. False when the time is over; raises when the line is dead.

        A letter the server spoke of while it answered other commands is not spoken of again: it counts as arrived now.
        """
        end = time.monotonic() + seconds
        if self._client.take_news():
            return True
        tag = self._client.begin_idle()
        try:
            if self._client.take_news():
                return True
            while (line := self._client.next_line(end - time.monotonic())) is not None:
                if _NEW.match(line):
                    return True
            return False
        finally:
            self._client.end_idle(tag)

    def noop(self) -> None:
        """Ask for nothing: shows whether the line lives."""
        kind, data = self._client.noop()
        if kind != "OK":
            raise imaplib.IMAP4.abort(f"NOOP was refused: {data!r}"[:200])

    def sent_folder(self) -> str:
        """Return the folder of sent letters, or ''."""
        folders = self._box.folder.list()
        marked = next((item.name for item in folders if any(flag.lower() == "\\sent" for flag in item.flags)), "")
        names = {item.name for item in folders}
        return marked or next((name for name in _SENT_NAMES if name in names), "")

    def append(self, folder: str, letter: bytes) -> None:
        """Put a copy of a sent letter into a folder, as read."""
        self._box.append(letter, folder, flag_set=("\\Seen",))

    def find_by_header(self, folder: str, name: str, value: str) -> list[int]:
        """Return the UIDs of letters in a folder whose header holds a value."""
        self._box.folder.set(folder)
        kind, data = self._client.uid("SEARCH", "HEADER", name, f'"{value}"')
        return [int(uid) for uid in (data[0] or b"").split()] if kind == "OK" and data else []

    def delete(self, uids: Sequence[int]) -> None:
        """Remove letters of the open folder; used for our own test letters only."""
        self._box.delete([str(uid) for uid in uids])

    def close(self) -> None:
        """Log out, best effort, and close; a second time does nothing."""
        if self._closed:
            return
        self._closed = True
        with suppress(*TROUBLES):
            self._box.logout()
        _shut(self._client)


def _shut(client: imaplib.IMAP4) -> None:
    """Close the line and the file over it: a client that failed half-way leaves them open."""
    with suppress(*TROUBLES):
        client.shutdown()


def _encrypt(client: imaplib.IMAP4, context: ssl.SSLContext) -> None:
    kind, data = client.starttls(context)
    if kind != "OK":
        raise imaplib.IMAP4.abort(f"STARTTLS was refused: {data!r}")


def _client(server: Server, connection: socket.socket, context: Callable[[], ssl.SSLContext]) -> imaplib.IMAP4:
    if server.security is Security.TLS:
        return EncryptedClient(connection, server.host, context())
    client = Client(connection, server.host)
    try:
        if server.security is Security.STARTTLS:
            _encrypt(client, context())
    except BaseException:
        _shut(client)
        raise
    return client


def _log_in(box: _Box, server: Server, token: str) -> None:
    try:
        if token:
            box.xoauth2(server.user, token, initial_folder=None)
        elif (server.user + server.password).isascii():
            box.login(server.user, server.password, initial_folder=None)
        else:
            box.login_utf8(server.user, server.password, initial_folder=None)
    except (MailboxLoginError, imaplib.IMAP4.error) as error:
        if isinstance(error, imaplib.IMAP4.abort):
            raise
        text = str(error)
        raise LoginRefused(text[:300], later=bool(_LATER.search(text))) from error


def log_in(
    server: Server, connection: socket.socket, token: str = "", *, tls: Callable[[], ssl.SSLContext] = tls_context
) -> Session:
    """Encrypt and log in on a connected socket. Raises LoginRefused or one of TROUBLES; closes the socket then."""
    try:
        client = _client(server, connection, tls)
    except BaseException:
        connection.close()
        raise
    try:
        box = _Box(client)
        _log_in(box, server, token)
        session = Session(box)
        session.refresh_capabilities()
    except BaseException:
        _shut(client)
        raise
    return session
