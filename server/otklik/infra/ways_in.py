"""How a process gets to its database: the embedded server in the data folder, or the one that was named."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from otklik.infra.postgres import Dsns, EmbeddedPostgres, find_running
from otklik.infra.settings import Settings


@contextmanager
def own_database(settings: Settings) -> Iterator[Dsns]:
    """Start the embedded server for as long as this process serves, unless an external one is named."""
    if settings.database_url:
        yield external_dsns(settings.database_url)
        return
    server = EmbeddedPostgres(settings.data_path)
    try:
        yield server.start()
    finally:
        server.stop()


@contextmanager
def any_database(settings: Settings) -> Iterator[Dsns]:
    """For commands beside a running server: use that one, else start it for the length of the command."""
    if settings.database_url:
        yield external_dsns(settings.database_url)
        return
    try:
        running = find_running(settings.data_path)
    except Exception:  # noqa: BLE001 - nothing runs there, or it cannot be asked: starting says why
        with own_database(settings) as dsns:
            yield dsns
    else:
        yield running


def external_dsns(url: str) -> Dsns:
    """Let one account of an external server play the three roles: the owner is itself, the others by `set role`."""
    return Dsns(owner=url, app=_as_role(url, "otklik_app"), system=_as_role(url, "otklik_system"))


def _as_role(url: str, role: str) -> str:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    query["options"] = f"{query.get('options', '')} -c role={role}".strip()
    return urlunsplit(parts._replace(query=urlencode(query, quote_via=quote)))
