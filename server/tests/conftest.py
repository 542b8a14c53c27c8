"""What every test may use: a database, people in it, and a browser."""

import os
from collections.abc import AsyncIterator

import pytest
from xdist.remote import Producer  # type: ignore[import-untyped]

from otklik.desk.filters.lexicon import name_channels
from otklik.infra.db import Database
from otklik.wiring.channels import list_spellings, make_registry
from tests.database import Server, empty_tables, make_database
from tests.scheduling import Together

_servers: list[Server] = []
name_channels(list_spellings(make_registry()))


def _start_once() -> str:
    if not _servers:
        server = Server()
        _servers.append(server)
        server.start()
    return _servers[0].template_dsn


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Give every worker process the one server that the controlling process starts."""
    node.workerinput["template_dsn"] = _start_once()  # type: ignore[attr-defined]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    """Keep together what shares an installation."""
    return Together(config, log)


def pytest_unconfigure() -> None:
    """Stop the server."""
    while _servers:
        _servers.pop().stop()


@pytest.fixture(scope="session")
def owner_dsn(request: pytest.FixtureRequest) -> str:
    """The owner's connection string of this worker's own database."""
    workerinput = getattr(request.config, "workerinput", None)
    template = workerinput["template_dsn"] if workerinput else _start_once()
    return make_database(template, f"otklik_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")


@pytest.fixture
def clean_dsn(owner_dsn: str) -> str:
    """The owner's connection string of this worker's database, with all tables empty."""
    empty_tables(owner_dsn)
    return owner_dsn


@pytest.fixture
async def db(clean_dsn: str) -> AsyncIterator[Database]:
    """An open database with empty tables."""
    database = make_db(clean_dsn)
    await database.open()
    yield database
    await database.close()


def make_db(owner_dsn: str) -> Database:
    """Make a database object whose pools work as the two roles."""
    return Database(
        f"{owner_dsn} options='-c role=otklik_app'",
        f"{owner_dsn} options='-c role=otklik_system'",
        app_connections=8,
        system_connections=4,
    )
