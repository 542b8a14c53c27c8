"""The calls about the number, its account, its app and its token."""

import hmac
from typing import Any, Protocol
from urllib.parse import parse_qs

import msgspec

from otklik.channelkit.fakes import FakeAnswer, FakeRequest, json_answer
from otklik.channelkit.stage import Account
from otklik.channels.whatsapp.fake.errors import refuse

Json = dict[str, Any]
_SCOPES = ("whatsapp_business_management", "whatsapp_business_messaging", "public_profile")
_OBJECT = "whatsapp_business_account"


class Provider(Protocol):
    """What is needed of the stage."""

    async def try_address(self, url: str, word: str) -> None:
        """Call an address before it is taken."""
        ...

    def touch(self) -> None:
        """Tell those who watch."""
        ...


class Office:
    """Everything that is no message."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def debug_token(self, account: Account, request: FakeRequest) -> FakeAnswer:
        """Say what a token may."""
        if _query(request).get("input_token") != account.token:
            refuse(100, "input_token")
        data = {
            "app_id": account.extra["app"], "type": "SYSTEM_USER", "is_valid": True,
            "expires_at": account.extra.get("expires_at", 0), "data_access_expires_at": 0,
            "scopes": list(account.extra.get("scopes", _SCOPES)),
        }  # fmt: skip
        return json_answer({"data": data})

    async def number(self, account: Account, request: FakeRequest) -> FakeAnswer:
        """Describe the number, or give it an address of its own."""
        if request.method == "POST":
            wanted = _body(request).get("webhook_configuration") or {}
            url = str(wanted.get("override_callback_uri", ""))
            if url:
                await self._provider.try_address(url, str(wanted.get("verify_token", "")))
            account.extra["override"] = url
            self._provider.touch()
            return json_answer({"success": True})
        proof = _query(request).get("appsecret_proof")
        right = hmac.new(account.secret.encode(), account.token.encode(), "sha256").hexdigest()
        if proof is not None and proof != right:
            refuse(100, "Invalid appsecret_proof provided in the API argument")
        addresses = {"phone_number": account.extra["override"], "application": account.extra["app_hook"]}
        shown = {
            "id": account.id, "verified_name": account.name, "display_phone_number": f"+{account.extra['phone']}",
            "quality_rating": account.extra.get("quality", "GREEN"), "status": account.extra.get("status", "CONNECTED"),
            "webhook_configuration": {name: url for name, url in addresses.items() if url},
        }  # fmt: skip
        if account.extra.get("tells_nothing"):
            del shown["webhook_configuration"]
        return json_answer(shown)

    def waba(self, account: Account, rest: str, request: FakeRequest) -> FakeAnswer:
        """Do a call on the account."""
        match rest, request.method:
            case "phone_numbers", "GET":
                return json_answer({"data": [{"id": account.id}]})
            case "message_templates", "GET":
                return _page(account.extra["templates"], _query(request))
            case "subscribed_apps", "GET":
                app = {"whatsapp_business_api_data": {"id": account.extra["app"], "name": "Otklik", "link": ""}}
                return json_answer({"data": [app] if account.extra["subscribed"] else []})
            case "subscribed_apps", "POST" | "DELETE":
                account.extra["subscribed"] = request.method == "POST"
                return json_answer({"success": True})
            case _:
                return refuse(100, f"unknown path {rest}")

    async def app(self, account: Account, request: FakeRequest) -> FakeAnswer:
        """Tell or change what the app is told, and where."""
        if request.method == "POST":
            wanted = _body(request)
            if wanted.get("object") != _OBJECT or not wanted.get("fields"):
                refuse(100, "object and fields are required")
            await self._provider.try_address(str(wanted.get("callback_url", "")), str(wanted.get("verify_token", "")))
            account.extra |= {"app_hook": wanted["callback_url"], "fields": str(wanted["fields"]).split(",")}
            return json_answer({"success": True})
        fields = [{"name": name, "version": "v25.0"} for name in account.extra["fields"]]
        found = {"object": _OBJECT, "callback_url": account.extra["app_hook"], "active": True, "fields": fields}
        return json_answer({"data": [found] if account.extra["app_hook"] else []})


def _page(templates: list[Json], query: dict[str, str]) -> FakeAnswer:
    low, size = int(query.get("after") or 0), max(int(query.get("limit") or 25), 1)
    high = low + size
    paging: Json = {"cursors": {"before": str(low), "after": str(high)}}
    if high < len(templates):
        paging["next"] = "https://graph.facebook.com/next"
    return json_answer({"data": templates[low:high], "paging": paging})


def _query(request: FakeRequest) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(request.query).items()}


def _body(request: FakeRequest) -> Json:
    try:
        return msgspec.json.decode(request.body or b"{}", type=dict[str, Any])
    except msgspec.MsgspecError:
        refuse(100, "not JSON")
