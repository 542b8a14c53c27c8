"""Methods about the bot itself: who it is, how updates reach it, files and photos."""

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

from otklik.channels.telegram.fake.engine import Engine
from otklik.channels.telegram.fake.errors import ApiError, bad_request
from otklik.channels.telegram.fake.media import DOWNLOAD_MAX, add_file, describe
from otklik.channels.telegram.fake.params import Params
from otklik.channels.telegram.fake.state import Bot, Json, Webhook
from otklik.kit.http import FilePart

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_PORTS = (80, 88, 443, 8443)
_CONNECTIONS = range(1, 101)
_POLL_MAX_S = 50
_TAKEN = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
_HOOKED = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


def get_me(engine: Engine, bot: Bot, _params: Params) -> Json:
    """Do getMe."""
    return engine.bot_user(bot) | {
        "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False,
        "can_connect_to_business": True, "has_main_web_app": False,
    }  # fmt: skip


def set_webhook(engine: Engine, bot: Bot, params: Params) -> bool:
    """Do setWebhook; an empty address removes."""
    url, secret = params.text("url"), params.text("secret_token")
    if not url:
        return delete_webhook(engine, bot, params)
    if engine.moods.take("any_webhook_url") is None:
        _check_url(url)
    if secret and not _SECRET.fullmatch(secret):
        bad_request("secret token contains unallowed characters")
    connections = params.integer("max_connections", 40)
    if connections not in _CONNECTIONS:
        bad_request("max_connections must be in the range from 1 to 100")
    _remember_allowed(bot, params)
    if params.flag("drop_pending_updates"):
        bot.updates.clear()
    bot.webhook = Webhook(url=url, secret=secret, max_connections=connections, ip_address=params.text("ip_address"))
    engine.push_all(bot)
    engine.touch()
    return True


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https":
        bad_request("bad webhook: HTTPS url must be provided for webhook")
    if (parts.port or 443) not in _PORTS:
        bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if not parts.hostname or parts.hostname == "localhost":
        bad_request("bad webhook: Failed to resolve host: Name or service not known")


def delete_webhook(engine: Engine, bot: Bot, params: Params) -> bool:
    """Do deleteWebhook."""
    bot.webhook = None
    engine.hooks.cancel(f"{bot.id}:")
    if params.flag("drop_pending_updates"):
        bot.updates.clear()
    engine.touch()
    return True


def get_webhook_info(_engine: Engine, bot: Bot, _params: Params) -> Json:
    """Do getWebhookInfo."""
    info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(bot.updates)}
    if bot.allowed:
        info["allowed_updates"] = bot.allowed
    hook = bot.webhook
    if hook is not None:
        info |= {"url": hook.url, "max_connections": hook.max_connections}
        if hook.last_error_date:
            info |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error_message}
    return info


def _remember_allowed(bot: Bot, params: Params) -> None:
    allowed = params.json("allowed_updates")
    if isinstance(allowed, list):
        bot.allowed = [str(kind) for kind in allowed]


async def get_updates(engine: Engine, bot: Bot, params: Params) -> list[Json]:
    """Do getUpdates: waits for news; a second caller ends the wait of the first."""
    if bot.webhook is not None:
        raise ApiError(409, _HOOKED)
    _remember_allowed(bot, params)
    _confirm(bot, params.integer("offset"))
    limit = min(max(params.integer("limit", 100), 1), 100)
    ousted = _oust(engine, bot)
    loop = asyncio.get_running_loop()
    deadline = loop.time() + min(max(params.integer("timeout"), 0), _POLL_MAX_S)
    while not bot.updates and loop.time() < deadline and not ousted.is_set():
        await engine.changes.wait(engine.changes.version, deadline - loop.time())
    if ousted.is_set() or engine.moods.take("other_poller", "getUpdates") is not None:
        raise ApiError(409, _TAKEN)
    if engine.pollers.get(bot.id) is ousted:
        del engine.pollers[bot.id]
    taken = bot.updates[:limit]
    for update in taken:
        engine.note_sent(bot, update, "polling")
    return taken


def _oust(engine: Engine, bot: Bot) -> asyncio.Event:
    """End the wait of whoever waits for this bot; returns the signal that will end ours."""
    before, mine = engine.pollers.get(bot.id), asyncio.Event()
    engine.pollers[bot.id] = mine
    if before is not None:
        before.set()
        engine.touch()
    return mine


def _confirm(bot: Bot, offset: int) -> None:
    if offset > 0:
        bot.updates = [update for update in bot.updates if update["update_id"] >= offset]
    elif offset < 0:
        bot.updates = bot.updates[offset:]


def get_file(engine: Engine, bot: Bot, params: Params) -> Json:
    """Do getFile."""
    stored = engine.world.files.get(params.text("file_id"))
    if stored is None or stored.bot_id != bot.id:
        bad_request("invalid file_id")
    if len(stored.data) > DOWNLOAD_MAX or engine.moods.take("too_big") is not None:
        bad_request("file is too big")
    return {
        "file_id": stored.id, "file_unique_id": stored.unique_id, "file_size": len(stored.data),
        "file_path": stored.path,
    }  # fmt: skip


def get_photos(engine: Engine, bot: Bot, params: Params) -> Json:
    """Do getUserProfilePhotos."""
    person = engine.person(params.integer("user_id"))
    if not person.photo:
        return {"total_count": 0, "photos": []}
    known = [one for one in engine.world.files.values() if one.name == f"profile-{person.id}" and one.bot_id == bot.id]
    stored = known[0] if known else add_file(
        engine.world, bot, "photo", FilePart(f"profile-{person.id}", person.photo, "image/jpeg")
    )  # fmt: skip
    sizes: Any = describe(stored, {})
    return {"total_count": 1, "photos": [sizes]}


METHODS = {
    "getme": get_me,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "getfile": get_file,
    "getupdates": get_updates,
    "getuserprofilephotos": get_photos,
}
