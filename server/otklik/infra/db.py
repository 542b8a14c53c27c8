"""Transactions on PostgreSQL. One request or job is one transaction, committed at the edge, here.

A transaction belongs to one workspace (row security shows it nothing else) or to the server's own machinery.
Events announced and jobs deferred during a transaction are written with it, in one statement, and a single
NOTIFY tells the other processes after the commit: one bell per transaction, never per message.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, LiteralString, TypeVar

import msgspec
import structlog
from msgspec import Struct
from psycopg import AsyncConnection, AsyncCursor, OperationalError
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import ProgramLimitExceeded
from psycopg.rows import RowMaker
from psycopg.types.json import set_json_loads
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from otklik.infra.events import Event, encode_events
from otklik.infra.jobs.job import Job, encode_jobs
from otklik.kit.errors import Unavailable

log = structlog.get_logger(__name__)
set_json_loads(msgspec.json.decode)

S = TypeVar("S", bound=Struct)
T = TypeVar("T")
Subscriber = Callable[["Tx", Any], Awaitable[None]]
Subscribers = Mapping[type[Event], Sequence[Subscriber]]

BELL = "otklik"
_STATEMENT_TIMEOUT_MS = 30_000
_IDLE_TIMEOUT_MS = 60_000
_LOCK_TIMEOUT_MS = 10_000
_POOL_WAIT_S = 5
WRITERS = 2
"""Connections kept for writing what providers deliver, and so how many batches a process writes at once."""
SEARCHERS = 3
"""Connections kept for searches: however many are asked for, nobody else waits for them."""
_SEARCH_OPTIONS = "-c statement_timeout=1500 -c jit=off -c enable_seqscan=off -c work_mem=16MB"
PLANNED_ONCE = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off"
"""Every statement of a writer has one right plan whatever its parameters, and planning it anew costs as much as running
it. The plan may be made while the tables are empty and must serve when they are full. Only for the writers: a search
that may find one person or thousands needs a plan for its words."""

_FLUSH = """
with announced as (
    insert into event (workspace_id, kind, conversation_id, message_id, contact_id, data)
    select workspace_id, kind, conversation_id, message_id, contact_id, data
    from jsonb_to_recordset(%(events)s) as e(
        workspace_id bigint, kind text, conversation_id bigint, message_id bigint, contact_id bigint, data jsonb)
    returning id
), deferred as (
    insert into job (workspace_id, lane, key, kind, unique_key, payload, run_at, max_attempts)
    select workspace_id, lane, key, kind, unique_key, payload, now() + delay * interval '1 second', max_attempts
    from jsonb_to_recordset(%(jobs)s) as j(
        workspace_id bigint, lane smallint, key text, kind text, unique_key text, payload jsonb,
        delay double precision, max_attempts smallint)
    order by kind, unique_key
    on conflict (kind, unique_key) where unique_key is not null do update
        set run_at = least(job.run_at, excluded.run_at), version = job.version + 1, payload = excluded.payload
    returning run_at <= now() as due
), bell as (
    select (select coalesce(string_agg(id::text, ','), '') from announced) as ids,
           (select coalesce(bool_or(due), false) from deferred) as due
)
select pg_notify('otklik', case when length(ids) > 7000 then '*' else ids end || case when due then '!' else '' end)
from bell where ids <> '' or due
"""


def struct_row(kind: type[S]) -> Callable[[AsyncCursor[Any]], RowMaker[S]]:
    """Make a psycopg row factory that builds msgspec structs by column name."""

    def factory(cursor: AsyncCursor[Any]) -> RowMaker[S]:
        result = cursor.pgresult
        names = [(result.fname(place) or b"").decode() for place in range(result.nfields)] if result else []
        return lambda values: kind(**dict(zip(names, values, strict=True)))

    return factory


@dataclass(frozen=True, slots=True, eq=False)
class _Statement:
    """A statement on its way, and where its answer will lie."""

    cursor: AsyncCursor[Any]
    query: LiteralString
    params: Mapping[str, Any] | None

    async def run(self) -> None:
        await self.cursor.execute(self.query, self.params)


class _Pending:
    """What a transaction will write and do at its end."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.jobs: list[Job] = []
        self.statements: list[_Statement] = []
        self.afterwards: list[Callable[[], None]] = []
        self.held: set[str] = set()


class Tx:
    """One open transaction. Rooms read and write through it and never commit it themselves."""

    def __init__(
        self,
        connection: AsyncConnection[Any],
        workspace_id: int | None,
        subscribers: Subscribers,
        pending: _Pending | None = None,
    ) -> None:
        self._connection = connection
        self._workspace_id = workspace_id
        self._subscribers = subscribers
        self._pending = pending or _Pending()

    def within(self, workspace_id: int) -> "Tx":
        """Return the same transaction as seen from one workspace; for the machinery, which serves many at once."""
        return Tx(self._connection, workspace_id, self._subscribers, self._pending)

    @property
    def workspace_id(self) -> int:
        """The workspace this transaction is confined to."""
        if self._workspace_id is None:
            message = "a transaction of the machinery has no workspace"
            raise RuntimeError(message)
        return self._workspace_id

    async def fetch(self, kind: type[S], query: LiteralString, params: Mapping[str, Any] | None = None) -> list[S]:
        """Run a query and return its rows as structs of `kind`, matched by column name."""
        async with self._connection.cursor(row_factory=struct_row(kind)) as cursor:
            await self._run(_Statement(cursor, query, params))
            return await cursor.fetchall()

    async def find(self, kind: type[S], query: LiteralString, params: Mapping[str, Any] | None = None) -> S | None:
        """Like `fetch`, for at most one row."""
        async with self._connection.cursor(row_factory=struct_row(kind)) as cursor:
            await self._run(_Statement(cursor, query, params))
            return await cursor.fetchone()

    async def rows(self, query: LiteralString, params: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Run a query and return plain tuples."""
        async with self._connection.cursor(binary=True) as cursor:
            await self._run(_Statement(cursor, query, params))
            return await cursor.fetchall()

    async def value(self, query: LiteralString, params: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401 - a scalar of any type
        """Return the first column of the first row, or None."""
        async with self._connection.cursor() as cursor:
            await self._run(_Statement(cursor, query, params))
            found = await cursor.fetchone()
            return None if found is None else found[0]

    async def execute(self, query: LiteralString, params: Mapping[str, Any] | None = None) -> int:
        """Run a statement and return how many rows it touched."""
        async with self._connection.cursor() as cursor:
            await self._run(_Statement(cursor, query, params))
            return cursor.rowcount

    def send(self, query: LiteralString, params: Mapping[str, Any] | None = None) -> None:
        """Run a statement for whose answer nobody waits: it travels with the next one, before it, or with the commit.

        What it does is seen by everything after it; if it fails, the statement it travelled with says so.
        """
        self._pending.statements.append(_Statement(self._connection.cursor(), query, params))

    def ask(
        self, kind: type[S], query: LiteralString, params: Mapping[str, Any] | None = None
    ) -> Callable[[], Awaitable[list[S]]]:
        """Send a query as `send` does; the function returned gives its rows, as `fetch` would, once they are needed."""
        cursor = self._connection.cursor(row_factory=struct_row(kind))
        statement = _Statement(cursor, query, params)
        self._pending.statements.append(statement)

        async def answer() -> list[S]:
            if statement in self._pending.statements:
                await self._run()
            return await cursor.fetchall()

        return answer

    async def _run(self, *now: "_Statement") -> None:
        """Run what travels with this statement and the statement itself, all in one round trip."""
        statements, self._pending.statements = [*self._pending.statements, *now], []
        if len(statements) == 1:
            await statements[0].run()
            return
        async with self._connection.pipeline():
            for statement in statements:
                await statement.run()

    def hold(self, lock: str) -> bool:
        """Note that this transaction takes a lock; False when it has it already.

        Who locks in an order needs it: taking the same locks a second time, after others, would break the order.
        """
        if self.holds(lock):
            return False
        self._pending.held.add(lock)
        return True

    def holds(self, lock: str) -> bool:
        """Whether a lock was noted with `hold`."""
        return lock in self._pending.held

    async def announce(self, event: Event) -> None:
        """Record a fact with this transaction and let the rooms that listen in the same transaction react."""
        self._pending.events.append(event)
        for subscriber in self._subscribers.get(type(event), ()):
            await subscriber(self, event)

    def defer(self, job: Job) -> None:
        """Write a job with this transaction."""
        self._pending.jobs.append(job)

    def afterwards(self, action: Callable[[], None]) -> None:
        """Call `action` once the commit has succeeded; it must not fail."""
        self._pending.afterwards.append(action)

    def flush(self) -> None:
        """Write the announced events and deferred jobs, and ring the bell at commit."""
        pending = self._pending
        if not pending.events and not pending.jobs:
            return
        self.send(_FLUSH, {"events": encode_events(pending.events), "jobs": encode_jobs(pending.jobs)})
        pending.events, pending.jobs = [], []

    async def commit(self) -> None:
        """Commit; only for who opened the transaction."""
        self.flush()
        await self.execute("commit")

    def committed(self) -> None:
        """Run what waited for the commit."""
        for action in self._pending.afterwards:
            action()


class Database:
    """Two pools: the application's, confined by row security, and the machinery's; and the writers' own."""

    def __init__(self, app_dsn: str, system_dsn: str, *, app_connections: int = 8, system_connections: int = 4) -> None:
        self._app = _make_pool(app_dsn, app_connections)
        self._system = _make_pool(system_dsn, system_connections)
        self._writers = _make_pool(system_dsn, WRITERS, kept=0, more=PLANNED_ONCE)
        self._searchers = _make_pool(system_dsn, SEARCHERS, kept=0, more=_SEARCH_OPTIONS)
        self.system_dsn = system_dsn
        self._subscribers: Subscribers = {}

    def listen_with(self, subscribers: Subscribers) -> None:
        """Set who reacts to which event inside the announcing transaction; called once, by the wiring."""
        self._subscribers = subscribers

    async def open(self) -> None:
        """Connect; raises Unavailable when the database does not answer within 10 s."""
        try:
            await self._app.open(wait=True, timeout=10)
            await self._system.open(wait=True, timeout=10)
            await self._writers.open()
            await self._searchers.open()
        except (PoolTimeout, OperationalError) as error:
            raise Unavailable("the database does not answer") from error

    async def close(self) -> None:
        """Disconnect."""
        for pool in (self._app, self._system, self._writers, self._searchers):
            await pool.close()

    @asynccontextmanager
    async def workspace(self, workspace_id: int) -> AsyncIterator[Tx]:
        """Open a transaction that sees one workspace."""
        async with self._transaction(
            self._app, f"begin; set local otklik.workspace = '{workspace_id:d}'", workspace_id
        ) as tx:
            yield tx

    @asynccontextmanager
    async def system(self, workspace_id: int | None = None) -> AsyncIterator[Tx]:
        """Open a transaction of the machinery: every workspace. Named in `docs/security.md`, used sparingly."""
        async with self._transaction(self._system, "begin", workspace_id) as tx:
            yield tx

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Tx]:
        """Like `system`, for writing what providers deliver: that waits for nobody's look-up."""
        async with self._transaction(self._writers, "begin", None) as tx:
            yield tx

    @asynccontextmanager
    async def searching(self, workspace_id: int) -> AsyncIterator[Tx]:
        """Like `system`, for looking through the index of one workspace, on connections of its own and within 1.5 s.

        Row security lets no index serve the operators of text search, so every query here must name the workspace,
        and gives ids only: what is shown of them is read through row security.
        """
        async with self._transaction(self._searchers, "begin", workspace_id) as tx:
            yield tx

    async def glance(self, kind: type[S], query: LiteralString, params: Mapping[str, Any]) -> S | None:
        """Like `glances`, for at most one row."""
        rows = await self.glances(kind, query, params)
        return rows[0] if rows else None

    async def glances(self, kind: type[S], query: LiteralString, params: Mapping[str, Any]) -> list[S]:
        """Run one query of the machinery that only reads.

        It needs no transaction of its own, and one round trip instead of three. On a connection that died while idle it
        is repeated on another.
        """

        async def ask(connection: AsyncConnection[Any]) -> list[S]:
            async with connection.cursor(row_factory=struct_row(kind)) as cursor:
                await cursor.execute(query, params)
                return await cursor.fetchall()

        with _explaining():
            async with _started(self._system, ask) as (_, rows):
                return rows

    @asynccontextmanager
    async def _transaction(
        self, pool: AsyncConnectionPool[AsyncConnection[Any]], begin: str, workspace_id: int | None
    ) -> AsyncIterator[Tx]:
        with _explaining():
            async with _started(pool, lambda connection: connection.execute(begin.encode())) as (connection, _):
                tx = Tx(connection, workspace_id, self._subscribers)
                try:
                    yield tx
                    await tx.commit()
                except BaseException:
                    await _roll_back(connection)
                    raise
        tx.committed()


@asynccontextmanager
async def _started(
    pool: AsyncConnectionPool[AsyncConnection[Any]], first: Callable[[AsyncConnection[Any]], Awaitable[T]]
) -> AsyncIterator[tuple[AsyncConnection[Any], T]]:
    """Take a connection, do the first thing on it, and yield both; give the connection back afterwards.

    The first thing, which may be repeated, also shows that the connection lives: one that died while idle is replaced
    by the next, and nobody spends a round trip on asking.
    """
    for left in reversed(range(pool.max_size + 1)):
        connection = await pool.getconn(timeout=_POOL_WAIT_S)
        try:
            try:
                answer = await first(connection)
            except OperationalError:
                if left and connection.closed:
                    continue
                raise
            yield connection, answer
            return
        finally:
            await pool.putconn(connection)


@contextmanager
def _explaining() -> Iterator[None]:
    """Say Unavailable for whatever the line to the database does to us."""
    try:
        yield
    except (PoolTimeout, OperationalError) as error:
        if isinstance(error, ProgramLimitExceeded):
            raise
        log.warning("database.unavailable", error=type(error).__name__)
        raise Unavailable("the database does not answer") from error


async def _roll_back(connection: AsyncConnection[Any]) -> None:
    try:
        await connection.execute("rollback")
    except OperationalError:
        await connection.close()


def _make_pool(dsn: str, size: int, *, kept: int = 1, more: str = "") -> AsyncConnectionPool[AsyncConnection[Any]]:
    return AsyncConnectionPool(
        dsn,
        min_size=kept,
        max_size=size,
        open=False,
        kwargs={"autocommit": True, "options": f"{connection_options(dsn)} {more}".strip()},
        reconnect_timeout=30,
    )


def connection_options(dsn: str) -> str:
    """Add our limits to the `options` a connection string may already carry (the role, for one server)."""
    own = (
        f"-c statement_timeout={_STATEMENT_TIMEOUT_MS} -c lock_timeout={_LOCK_TIMEOUT_MS} "
        f"-c idle_in_transaction_session_timeout={_IDLE_TIMEOUT_MS}"
    )
    return f"{conninfo_to_dict(dsn).get('options') or ''} {own}".strip()
