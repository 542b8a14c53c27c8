"""Servers shared by the tests of this channel."""

from collections.abc import Iterator

import pytest

from tests.channels.email.servers import Pymap, Smtp, pymap_program


@pytest.fixture
def smtp() -> Iterator[Smtp]:
    """A server that takes letters."""
    server = Smtp()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def imap_server() -> Iterator[Pymap]:
    """An IMAP server in memory, started once."""
    if pymap_program() is None:
        pytest.skip("pymap is not installed")
    server = Pymap()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def pymap(imap_server: Pymap) -> Pymap:
    """The IMAP server with an empty inbox."""
    imap_server.empty()
    return imap_server


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker of tests that start real mail servers."""
    config.addinivalue_line("markers", "realmail: needs Debian's Postfix, Dovecot and Pigeonhole, and root")
