"""The calls about the page, its app and its token."""

import hmac
from typing import Any, Protocol
from urllib.parse import parse_qs

import msgspec

from otklik.channelkit.fakes import FakeAnswer, FakeRequest, json_answer
from otklik.channelkit.stage import Account
from otklik.channels.messenger.fake.errors import refuse

Json = dict[str, Any]
_SCOPES = ("pages_messaging", "pages_manage_metadata", "pages_show_list")


class Provider(Protocol):
    """What is needed of the stage."""

    async def try_address(self, url: str, word: str) -> None:
        """Call an address before it is taken."""
        ...

    def touch(self) -> None:
        """Tell those who watch."""
        ...


def query_of(request: FakeRequest) -> dict[str, str]:
    """Return what stands behind the question mark."""
    return {name: values[0] for name, values in parse_qs(request.query).items()}


def body_of(request: FakeRequest) -> Json:
    """Return the body of a call."""
    try:
        return msgspec.json.decode(request.body or b"{}", type=dict[str, Any])
    except msgspec.MsgspecError:
        refuse(100, "not JSON")


class Office:
    """Everything that is no message."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def debug_token(self, account: Account, request: FakeRequest) -> FakeAnswer:
        """Say what a token may."""
        if query_of(request).get("input_token") != account.token:
            refuse(100, "input_token")
        data = {
            "app_id": account.extra["app"], "type": account.extra.get("type", "PAGE"), "is_valid": True,
            "expires_at": account.extra.get("expires_at", 0), "data_access_expires_at": 0,
            "scopes": list(account.extra.get("scopes", _SCOPES)),
        }  # fmt: skip
        return json_answer({"data": data})

    def page(self, account: Account, request: FakeRequest) -> FakeAnswer:
        """Describe the page."""
        proof = query_of(request).get("appsecret_proof")
        right = hmac.new(account.secret.encode(), account.token.encode(), "sha256").hexdigest()
        if proof is not None and proof != right:
            refuse(100, "Invalid appsecret_proof provided in the API argument")
        return json_answer({"id": account.id, "name": account.name, "username": account.username})

    def subscribed(self, account: Account, request: FakeRequest) -> FakeAnswer:
        """Tell or change what the app hears of the page."""
        if request.method == "GET":
            fields = account.extra["subscribed"]
            app = {"id": account.extra["app"], "name": "Otklik", "subscribed_fields": fields}
            return json_answer({"data": [app] if fields else []})
        wanted = query_of(request).get("subscribed_fields", "")
        if request.method == "POST" and not wanted:
            refuse(100, "subscribed_fields is required")
        account.extra["subscribed"] = wanted.split(",") if request.method == "POST" else []
        self._provider.touch()
        return json_answer({"success": True})

    async def app(self, account: Account, request: FakeRequest) -> FakeAnswer:
        """Tell or change what the app is told, and where."""
        if request.method == "POST":
            wanted = body_of(request)
            if wanted.get("object") != "page" or not wanted.get("fields"):
                refuse(100, "object and fields are required")
            await self._provider.try_address(str(wanted.get("callback_url", "")), str(wanted.get("verify_token", "")))
            account.extra |= {"app_hook": wanted["callback_url"], "fields": str(wanted["fields"]).split(",")}
            return json_answer({"success": True})
        fields = [{"name": name, "version": "v25.0"} for name in account.extra["fields"]]
        found = {"object": "page", "callback_url": account.extra["app_hook"], "active": True, "fields": fields}
        return json_answer({"data": [found] if account.extra["app_hook"] else []})
