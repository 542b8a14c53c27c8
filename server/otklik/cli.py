"""The command line: `otklik serve` and everything one does beside a running server."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import click
import uvicorn

from otklik import __version__
from otklik.access.errors import SetupClosed
from otklik.access.factors import forget_factor
from otklik.access.permissions import Role
from otklik.access.repository_keys import credentials_by_email
from otklik.access.service import create_workspace, reserve_workspace
from otklik.access.setup import create_owner_link, setup_needed
from otklik.access.tokens import create_api_token
from otklik.demo.filling import DemoThere, clear, fill
from otklik.demo.owner import make_demo_owner
from otklik.infra.db import Database
from otklik.infra.doctor import examine
from otklik.infra.logs import set_up_logs
from otklik.infra.migrate import MigrationRefused, migrate
from otklik.infra.postgres import AlreadyRunning, Dsns, PostgresError
from otklik.infra.settings import BadSetting, Settings, load_settings
from otklik.infra.ways_in import any_database, own_database
from otklik.kit.errors import OtklikError
from otklik.kit.secrets import BadKeys, Keyring, load_or_create_keyring
from otklik.main import Dispatcher
from otklik.wiring.house import Foundations, House
from otklik.worker import run_worker

T = TypeVar("T")

_KEYS = "keys.json"
_WRONG = 2
_REFUSALS = (BadSetting, PostgresError, AlreadyRunning, MigrationRefused, BadKeys, OtklikError)


def main() -> None:
    """Run a command; what a person can mend is said in one line, with exit code 2."""
    try:
        commands(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Abort:
        sys.exit(130)
    except _REFUSALS as error:
        click.echo(f"otklik: {error}", err=True)
        sys.exit(_WRONG)


@click.group()
@click.version_option(__version__)
def commands() -> None:
    """Otklik: one desk for all messengers. Settings come from otklik.toml in the data folder and OTKLIK_* variables."""


@commands.command()
def serve() -> None:
    """Run everything in one process: database, web, jobs."""
    settings = _prepare()
    with own_database(settings) as dsns:
        _serve(settings, dsns, work=True)


@commands.command()
def web() -> None:
    """Run the web process only; jobs run in `otklik worker` processes on the same database."""
    settings = _prepare()
    with any_database(settings) as dsns:
        _serve(settings, dsns, work=False)


@commands.command()
def worker() -> None:
    """Run jobs, pollers and clocks only."""
    settings = _prepare()
    with any_database(settings) as dsns:
        migrate(dsns.owner)
        asyncio.run(run_worker(House(_foundations(settings, dsns))))


@commands.command("migrate")
def migrate_() -> None:
    """Bring the database to this version."""
    settings = _prepare()
    with any_database(settings) as dsns:
        click.echo(f"the database is at version {migrate(dsns.owner)}")


@commands.command()
@click.option("--remove", is_flag=True, help="Take the demo data out again and stop.")
@click.option("--workspace", type=int, default=None, help="Which one; needed when there are several.")
def demo(*, remove: bool, workspace: int | None) -> None:
    """Fill the workspace with invented customers and serve; on a first start it makes a workspace with an owner."""
    settings = _prepare()
    if remove:
        with any_database(settings) as dsns:
            _with_database(dsns, lambda db: _clear_demo(db, workspace))
        click.echo("the demo data is gone")
        return
    try:
        with own_database(settings) as dsns:
            _fill_demo(dsns, workspace)
            _serve(settings, dsns, work=True)
    except AlreadyRunning:
        with any_database(settings) as dsns:
            _fill_demo(dsns, workspace)


@commands.command()
def doctor() -> None:
    """Look whether everything the installation stands on is in order; exit with 1 when something is not."""
    settings = _prepare()
    with any_database(settings) as dsns:
        findings = _with_database(dsns, lambda db: examine(db, settings))
    for one in findings:
        click.echo(f"{'BAD' if one.wrong else 'ok '}  {one.wish}{': ' if one.wrong else ''}{one.wrong}")
    if not settings.turn_urls:
        click.echo("note  calls have no relay (OTKLIK_TURN_URLS): they succeed only where networks let them through")
    if any(one.wrong for one in findings):
        raise SystemExit(1)


@commands.command("owner-link")
def owner_link() -> None:
    """Print a new one-time link for the first owner."""
    settings = _prepare()
    with any_database(settings) as dsns:
        migrate(dsns.owner)
        click.echo(_with_database(dsns, lambda db: _make_link(db, settings)))


@commands.command("reset-two-factor")
@click.argument("email")
def reset_two_factor(email: str) -> None:
    """Take the second factor of the person with this e-mail away; for an owner whose phone and codes are lost."""
    settings = _prepare()
    with any_database(settings) as dsns:
        migrate(dsns.owner)
        _with_database(dsns, lambda db: _reset_factor(db, email))
    click.echo("two-factor sign-in is off for them; their sessions have ended")


@commands.group()
def token() -> None:
    """API tokens."""


@token.command("create")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help="What the token may do.")
@click.option("--name", default="command line", show_default=True, help="How it is called in the list of tokens.")
@click.option("--workspace", type=int, default=None, help="Whose it is; needed when there are several workspaces.")
def create_token(role: str, name: str, workspace: int | None) -> None:
    """Make a bearer token and print it; it is shown only this once."""
    settings = _prepare()
    with any_database(settings) as dsns:
        migrate(dsns.owner)
        click.echo(_with_database(dsns, lambda db: _make_token(db, Role(role), name, workspace)))


@commands.group()
def workspace() -> None:
    """Workspaces."""


@workspace.command("create")
@click.argument("name")
@click.option("--locale", type=click.Choice(["ru", "en"]), default="ru", show_default=True)
@click.option("--time-zone", default="Europe/Moscow", show_default=True)
def create_workspace_(name: str, locale: str, time_zone: str) -> None:
    """Make another workspace and print its number."""
    settings = _prepare()
    with any_database(settings) as dsns:
        migrate(dsns.owner)
        number = _with_database(dsns, lambda db: _make_workspace(db, name, locale, time_zone))
    click.echo(
        f"workspace {number} is made; create a token for it with: otklik token create --role owner --workspace {number}"
    )


def _prepare() -> Settings:
    settings = load_settings()
    settings.data_path.mkdir(parents=True, exist_ok=True)
    set_up_logs(settings)
    return settings


def _foundations(settings: Settings, dsns: Dsns) -> Foundations:
    return Foundations(settings=settings, dsns=dsns, keyring=_keyring(settings))


def _keyring(settings: Settings) -> Keyring:
    return load_or_create_keyring(Path(settings.data_path) / _KEYS)


def _serve(settings: Settings, dsns: Dsns, *, work: bool) -> None:
    migrate(dsns.owner)
    house = House(_foundations(settings, dsns))
    link = _with_database(dsns, lambda db: _find_link(db, settings))
    click.echo(f"\n  Otklik {__version__} is at {settings.address}", err=False)
    if link:
        click.echo(f"  First owner, open this one-time link:\n\n    {link}\n")
    sys.stdout.flush()
    config = uvicorn.Config(
        Dispatcher(house, work=work), host=settings.host, port=settings.port, loop="uvloop", http="httptools",
        ws="websockets-sansio", ws_per_message_deflate=False, ws_max_size=65_536, log_config=None, access_log=False,
        server_header=False, timeout_graceful_shutdown=10, proxy_headers=False, lifespan="on",
    )  # fmt: skip
    server = uvicorn.Server(config)
    server.run()
    if not server.started:
        sys.exit(_WRONG)


def _with_database(dsns: Dsns, act: Callable[[Database], Coroutine[Any, Any, T]]) -> T:
    async def run() -> T:
        database = Database(dsns.app, dsns.system, app_connections=2, system_connections=2)
        await database.open()
        try:
            return await act(database)
        finally:
            await database.close()

    return asyncio.run(run())


async def _find_link(database: Database, settings: Settings) -> str:
    return await _make_link(database, settings) if await setup_needed(database) else ""


async def _make_link(database: Database, settings: Settings) -> str:
    async with database.system() as tx:
        try:
            return await create_owner_link(tx, settings.address)
        except SetupClosed as error:
            raise click.ClickException("there is an owner already; ask them for an invitation") from error


async def _make_token(database: Database, role: Role, name: str, workspace_id: int | None) -> str:
    chosen = await _choose_workspace(database, workspace_id)
    async with database.workspace(chosen) as tx:
        made = await create_api_token(tx, chosen, name, role)
    return made.token


async def _reset_factor(database: Database, email: str) -> None:
    async with database.system() as tx:
        found = await credentials_by_email(tx, email.strip())
    if found is None:
        raise click.ClickException("nobody has this e-mail")
    async with database.system(found.workspace_id) as tx:
        if not await forget_factor(tx, found.id):
            raise click.ClickException("they have no second factor")


def _fill_demo(dsns: Dsns, workspace_id: int | None) -> None:
    migrate(dsns.owner)
    account = _with_database(dsns, make_demo_owner)
    if account is not None:
        click.echo(f"\n  Sign in as {account[0]} with the password {account[1]}")
    _with_database(dsns, lambda db: _fill_workspace(db, workspace_id))
    click.echo("  The workspace is filled with invented customers; `otklik demo --remove` takes them out.")


async def _fill_workspace(database: Database, workspace_id: int | None) -> None:
    chosen = await _choose_workspace(database, workspace_id)
    async with database.workspace(chosen) as tx:
        with suppress(DemoThere):
            await fill(tx)


async def _clear_demo(database: Database, workspace_id: int | None) -> None:
    chosen = await _choose_workspace(database, workspace_id)
    async with database.workspace(chosen) as tx:
        await clear(tx)


async def _choose_workspace(database: Database, workspace_id: int | None) -> int:
    async with database.system() as tx:
        found = [int(row[0]) for row in await tx.rows("select id from workspace order by id")]
    if workspace_id is None and len(found) == 1:
        return found[0]
    if workspace_id is not None and workspace_id in found:
        return workspace_id
    hint = f"name a workspace: {found}" if found else "there is no workspace yet; open the owner link first"
    raise click.ClickException(hint)


async def _make_workspace(database: Database, name: str, locale: str, time_zone: str) -> int:
    number = await reserve_workspace(database)
    async with database.system(number) as tx:
        await create_workspace(tx, name, locale, time_zone)
    return number
