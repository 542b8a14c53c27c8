"""Methods about the community itself: whose key it is, where events go, who is shut out."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from otklik.channelkit.stage import Account, Person
from otklik.channelkit.stage.world import Json
from otklik.channels.vk.fake.errors import refuse
from otklik.channels.vk.fake.events import group_id
from otklik.channels.vk.fake.params import Params

_SERVERS_MAX = 10
_SECRET_MAX = 50
_TITLE_MAX = 14
_RIGHTS = ("messages", "manage", "photos", "docs")
Value = Any
"""Whatever stands in an answer."""


class Town(Protocol):
    """What these methods need of the fake."""

    def next_id(self) -> int:
        """Return a fresh number."""
        ...

    async def confirm(self, account: Account, server: Json) -> None:
        """Try an address."""
        ...

    def host(self) -> str:
        """Return the address under which the fake was last called."""
        ...

    def find_person(self, ref: str) -> Person | None:
        """Return somebody by number."""
        ...


def fresh_extra() -> Json:
    """Return what a new community knows about itself beside its chats."""
    return {"servers": [], "code": secrets.token_hex(4), "line": {"enabled": 0, "events": {}}, "news": [], "ts": 1,
            "rights": list(_RIGHTS), "sent": {}, "banned": []}  # fmt: skip


async def get_by_id(_: Town, account: Account, params: Params) -> Value:
    del params
    group = {"id": group_id(account), "name": account.name, "screen_name": account.username, "type": "group"}
    return {"groups": [group], "profiles": []}


async def get_token_permissions(_: Town, account: Account, params: Params) -> Value:
    del params
    return {"mask": 0, "permissions": [{"name": name, "setting": 1} for name in account.extra["rights"]]}


async def get_code(_: Town, account: Account, params: Params) -> Value:
    _check(account, params)
    return {"code": account.extra["code"]}


async def get_servers(_: Town, account: Account, params: Params) -> Value:
    _check(account, params)
    items = [{name: one[name] for name in ("id", "title", "creator_id", "url", "secret_key", "status")}
             for one in account.extra["servers"]]  # fmt: skip
    return {"count": len(items), "items": items}


async def add_server(town: Town, account: Account, params: Params) -> Value:
    _check(account, params)
    if len(account.extra["servers"]) >= _SERVERS_MAX:
        refuse(2000)
    server = {"id": town.next_id(), "creator_id": 1, "status": "wait", "events": {}, **_server_fields(params)}
    account.extra["servers"].append(server)
    await town.confirm(account, server)
    return {"server_id": server["id"]}


async def edit_server(town: Town, account: Account, params: Params) -> Value:
    _check(account, params)
    server = _server(account, params)
    fields = _server_fields(params)
    again = server["url"] != fields["url"] or server["status"] != "ok"
    server |= fields
    if again:
        await town.confirm(account, server)
    return 1


async def delete_server(_: Town, account: Account, params: Params) -> Value:
    _check(account, params)
    account.extra["servers"].remove(_server(account, params))
    return 1


async def set_settings(_: Town, account: Account, params: Params) -> Value:
    _check(account, params)
    _server(account, params)["events"] = _events(params)
    return 1


async def get_settings(_: Town, account: Account, params: Params) -> Value:
    _check(account, params)
    return {"api_version": "5.199", "events": _server(account, params)["events"]}


async def get_line(town: Town, account: Account, params: Params) -> Value:
    _check(account, params)
    if not account.extra["line"]["enabled"]:
        refuse(100, "longpoll for this group is not enabled")
    return {"key": account.extra["code"], "server": f"{town.host()}/line/{account.id}", "ts": str(account.extra["ts"])}


async def set_line(_: Town, account: Account, params: Params) -> Value:
    _check(account, params)
    account.extra["line"] = {"enabled": params.number("enabled"), "events": _events(params)}
    return 1


async def get_line_settings(_: Town, account: Account, params: Params) -> Value:
    _check(account, params)
    line = account.extra["line"]
    return {"is_enabled": bool(line["enabled"]), "api_version": "5.199", "events": line["events"]}


async def ban(_: Town, account: Account, params: Params) -> Value:
    _check(account, params)
    owner = params.needed("owner_id")
    if owner not in account.extra["banned"]:
        account.extra["banned"].append(owner)
    return 1


async def unban(_: Town, account: Account, params: Params) -> Value:
    _check(account, params)
    owner = params.needed("owner_id")
    if owner in account.extra["banned"]:
        account.extra["banned"].remove(owner)
    return 1


async def get_users(town: Town, account: Account, params: Params) -> Value:
    del account
    found = [town.find_person(one) for one in params.text("user_ids").split(",")]
    return [_describe(town, person) for person in found if person is not None]


def _describe(town: Town, person: Person) -> Json:
    first, _, last = person.name.partition(" ")
    user: Json = {"id": person.id, "first_name": first, "last_name": last, "can_access_closed": True}
    user["screen_name"] = person.username or f"id{person.id}"
    if person.gone:
        return user | {"deactivated": "deleted"}
    return user | {"photo_200": f"{town.host()}/avatar/{person.id}" if person.photo else ""}


def _check(account: Account, params: Params) -> None:
    """Refuse a key that may not manage, or that asks about another community."""
    if "manage" not in account.extra["rights"] or params.needed("group_id") != group_id(account):
        refuse(15)


def _server(account: Account, params: Params) -> Json:
    wanted = params.needed("server_id")
    servers: list[Json] = account.extra["servers"]
    found = next((server for server in servers if server["id"] == wanted), None)
    return found if found is not None else refuse(100, "server_id is invalid")


def _server_fields(params: Params) -> Json:
    url, title, secret = params.text("url"), params.text("title"), params.text("secret_key")
    if not url.startswith(("http://", "https://")):
        refuse(100, "url is invalid")
    if not title or len(title) > _TITLE_MAX:
        refuse(100, "title is invalid")
    if len(secret) > _SECRET_MAX or (secret and not secret.isalnum()):
        refuse(100, "secret_key is invalid")
    return {"url": url, "title": title, "secret_key": secret}


def _events(params: Params) -> Json:
    return {name: int(value) for name, value in params.fields.items() if value in ("0", "1") and "_" in name}


METHODS: dict[str, Callable[[Town, Account, Params], Awaitable[Value]]] = {
    "groups.getById": get_by_id, "groups.getTokenPermissions": get_token_permissions,
    "groups.getCallbackConfirmationCode": get_code, "groups.getCallbackServers": get_servers,
    "groups.addCallbackServer": add_server, "groups.editCallbackServer": edit_server,
    "groups.deleteCallbackServer": delete_server, "groups.setCallbackSettings": set_settings,
    "groups.getCallbackSettings": get_settings, "groups.getLongPollServer": get_line,
    "groups.setLongPollSettings": set_line, "groups.getLongPollSettings": get_line_settings, "groups.ban": ban,
    "groups.unban": unban, "users.get": get_users,
}  # fmt: skip
