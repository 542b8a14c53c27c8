"""Waiting at the line of a mail server, word for word: what a server may say between a command and the next."""

import fcntl
import imaplib
import resource
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from otklik.channels.email.imap import Client, EncryptedClient, Session, _Box
from tests.channels.email.certificates import make_contexts

_SHORT_S = 0.2
_HOST = "mail.example.test"
_FAR = 2000


def _renumber(line: socket.socket) -> socket.socket:
    most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most[0] <= _FAR:
        if most[1] != resource.RLIM_INFINITY and most[1] <= _FAR:
            pytest.skip("so many files may not be open here")
        resource.setrlimit(resource.RLIMIT_NOFILE, (_FAR + 1, most[1]))
    far = socket.socket(fileno=fcntl.fcntl(line.fileno(), fcntl.F_DUPFD, _FAR))
    line.close()
    return far


class Other:
    """The server's end of a line, played by the test in a thread of its own."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._lines = line.makefile("rb")

    def say(self, *pieces: bytes) -> None:
        """Send pieces, each in a packet of its own."""
        for piece in pieces:
            self._line.sendall(piece)
            time.sleep(_SHORT_S / 2)

    def hear(self, word: bytes) -> bytes:
        """Read a line that must hold a word and return its tag."""
        line = self._lines.readline()
        assert word in line, line
        return line.split()[0]

    def hear_idle(self) -> bytes:
        """Let the client wait."""
        tag = self.hear(b"IDLE")
        self.say(b"+ idling\r\n")
        return tag

    def end_idle(self, tag: bytes) -> None:
        """Take the line back."""
        self.hear(b"DONE")
        self.say(tag + b" OK done\r\n")

    def close(self) -> None:
        """Put the phone down."""
        self._lines.close()
        self._line.close()

    def hang_up(self) -> None:
        """End the stream."""
        self._line.shutdown(socket.SHUT_RDWR)


@pytest.fixture(params=["plain", "tls", "among thousands"])
def line(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator["Line"]:
    """A session in a folder, and a way to play the server's part in its conversation."""
    ours, theirs = socket.socketpair()
    if request.param == "among thousands":  # of sockets: the number of ours is beyond what `select` can hold
        ours = _renumber(ours)
    server, trusting = make_contexts(tmp_path, _HOST) if request.param == "tls" else (None, None)
    others: list[Other] = []

    def greet() -> None:
        other = Other(server.wrap_socket(theirs, server_side=True) if server else theirs)
        others.append(other)
        other.say(b"* PREAUTH ready\r\n")
        tag = other.hear(b"CAPABILITY")
        other.say(b"* CAPABILITY IMAP4rev1 IDLE\r\n" + tag + b" OK done\r\n")

    greeting = threading.Thread(target=greet)
    greeting.start()
    box = _Box(EncryptedClient(ours, _HOST, trusting) if trusting else Client(ours, _HOST))
    greeting.join(10)
    [other] = others
    box.client.state = "SELECTED"

    def play(part: Callable[[Other], None]) -> threading.Thread:
        thread = threading.Thread(target=part, args=(other,), daemon=True)
        thread.start()
        return thread

    yield Session(box), play
    with suppress(OSError):
        box.client.shutdown()
    other.close()


Line = tuple[Session, Callable[[Callable[[Other], None]], threading.Thread]]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param((b"+ idling\r\n", b"* 2 FET", b"CH (FLAGS ())\r\n* 3 EX", b"ISTS\r\n"), id="in pieces"),
        pytest.param((b"+ idling\r\n* 3 EXISTS\r\n",), id="with the answer to IDLE"),
        pytest.param((b"* 3 EXISTS\r\n", b"+ idling\r\n"), id="before the answer to IDLE"),
    ],
)
def test_a_letter_is_heard_of_however_the_server_speaks(line: Line, said: tuple[bytes, ...]) -> None:
    session, play = line

    def part(other: Other) -> None:
        tag = other.hear(b"IDLE")
        other.say(*said)
        other.end_idle(tag)

    playing = play(part)
    assert session.wait(30)
    playing.join(10)


def test_news_told_with_another_answer_is_not_forgotten(line: Line) -> None:
    session, play = line

    def part(other: Other) -> None:
        tag = other.hear(b"FETCH 5:*")
        other.say(tag + b" OK done\r\n")
        tag = other.hear(b"FETCH 4")
        other.say(b"* 3 EXISTS\r\n" + tag + b" OK done\r\n")

    playing = play(part)
    assert session.list_after(4) == []
    session.fetch([4])
    assert session.wait(30)  # at once: the server will not say it again
    playing.join(10)


def test_news_told_before_the_list_is_in_the_list(line: Line) -> None:
    session, play = line

    def part(other: Other) -> None:
        tag = other.hear(b"NOOP")
        other.say(b"* 3 EXISTS\r\n" + tag + b" OK done\r\n")
        tag = other.hear(b"FETCH 5:*")
        other.say(tag + b" OK done\r\n")
        other.end_idle(other.hear_idle())

    playing = play(part)
    session.noop()
    assert session.list_after(4) == []
    assert not session.wait(_SHORT_S)
    playing.join(10)


def test_a_quiet_time_ends_without_news(line: Line) -> None:
    session, play = line

    def part(other: Other) -> None:
        tag = other.hear_idle()
        other.say(b"* OK still here\r\n")
        other.end_idle(tag)

    playing = play(part)
    assert not session.wait(2 * _SHORT_S)
    playing.join(10)


@pytest.mark.parametrize("words", [b"", b"* 3 EXI"])
def test_a_server_that_hangs_up_is_a_broken_line(line: Line, words: bytes) -> None:
    session, play = line

    def part(other: Other) -> None:
        other.hear_idle()
        other.say(words)
        other.hang_up()

    playing = play(part)
    with pytest.raises((imaplib.IMAP4.abort, OSError)):
        session.wait(30)
    playing.join(10)


def test_a_server_that_refuses_to_wait_is_a_trouble(line: Line) -> None:
    session, play = line
    playing = play(lambda other: other.say(other.hear(b"IDLE") + b" NO not now\r\n"))
    with pytest.raises(imaplib.IMAP4.error):
        session.wait(30)
    playing.join(10)
