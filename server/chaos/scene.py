"""The installation of one run: inboxes, an operator with a session, an API token, and where the doors are."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from psycopg.types.json import Jsonb

from chaos.plan import Size
from otklik.access.config import AccessSettings
from otklik.access.permissions import Role
from otklik.access.sessions import Visit, open_session
from otklik.access.tokens import create_api_token
from otklik.channelkit.registry import Registry
from otklik.channels.telegram import TelegramChannel
from otklik.inboxes.vault import Vault
from otklik.infra.db import Database, Tx
from otklik.infra.postgres import Dsns
from otklik.kit.secrets import load_or_create_keyring

_HOOK_SECRET = "chaos-secret"


class Inbox(Struct, frozen=True):
    """One connected bot."""

    id: int
    token: str
    hook_secret: str


class Scene(Struct, frozen=True, kw_only=True):
    """What the players need to know; `doors` are the web processes, `bot_api` the provider."""

    workspace_id: int
    inboxes: tuple[Inbox, ...]
    doors: tuple[str, ...]
    bot_api: str
    api_token: str
    cookie: str
    csrf_token: str


def bot_token(number: int) -> str:
    """Return the token of a bot, in Telegram's shape."""
    return f"{123456000 + number}:AAEchaoschaoschaoschaoschaoschaoscha"


def hook_token(number: int) -> str:
    """Return the token in the hook address of an inbox."""
    return f"chaos{number}".ljust(43, "x")


async def lay_scene(data: Path, dsns: Dsns, size: Size, doors: Sequence[str], bot_api: str) -> Scene:
    """Put everything into an empty database, as the product would have stored it."""
    database = Database(dsns.app, dsns.system, app_connections=1, system_connections=1)
    await database.open()
    try:
        async with database.system() as tx:
            workspace_id = int(await tx.value("insert into workspace (name) values ('Chaos') returning id"))
        async with database.system(workspace_id) as tx:
            operator_id = await tx.value(
                """insert into operator (workspace_id, email, name, role)
                   values (%(w)s, 'chaos@example.test', 'Chaos', 'owner') returning id""",
                {"w": workspace_id},
            )
            inboxes = tuple([await _lay_inbox(tx, data, number, bot_api) for number in range(size.inboxes)])
            session = await open_session(tx, operator_id, Visit())
            made = await create_api_token(tx, workspace_id, "chaos", Role.ADMIN)
    finally:
        await database.close()
    cookie = f"{AccessSettings(address=doors[0]).cookie_name}={session.token}"
    return Scene(
        workspace_id=workspace_id, inboxes=inboxes, doors=tuple(doors), bot_api=bot_api, api_token=made.token,
        cookie=cookie, csrf_token=session.csrf_token,
    )  # fmt: skip


async def _lay_inbox(tx: Tx, data: Path, number: int, bot_api: str) -> Inbox:
    vault = Vault(Registry([TelegramChannel()]), load_or_create_keyring(data / "keys.json"), "http://127.0.0.1")
    token = hook_token(number)
    sealed = vault.seal(tx.workspace_id, token, {"token": bot_token(number)})
    inbox_id = await tx.value(
        """insert into inbox (workspace_id, channel, name, status, token, hook_secret, secrets, settings)
           values (%(w)s, 'telegram', %(name)s, 'active', %(token)s, %(secret)s, %(sealed)s, %(settings)s)
           returning id""",
        {
            "w": tx.workspace_id, "name": f"Bot {number}", "token": token, "secret": _HOOK_SECRET, "sealed": sealed,
            "settings": Jsonb({"base_url": bot_api}),
        },
    )  # fmt: skip
    return Inbox(inbox_id, token, _HOOK_SECRET)
