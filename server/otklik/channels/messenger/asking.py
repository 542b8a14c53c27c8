"""What can be asked of Meta about our page and our token."""

from datetime import UTC, datetime
from typing import Final

from msgspec import Struct

from otklik.channelkit.channel import ChannelContext, Settings
from otklik.channelkit.meta.graph import Done, GraphClient, Outcome, note
from otklik.channelkit.meta.reading import Json, flag, number, part, word
from otklik.channelkit.meta.signing import prove

RIGHTS: Final = ("pages_messaging", "pages_manage_metadata")
_PAGE = "PAGE"


class Key(Struct, frozen=True, kw_only=True):
    """What is said of our token. `asked` is whether anything was said at all."""

    asked: bool
    app_id: str = ""
    kind: str = ""
    valid: bool = True
    lacking: tuple[str, ...] = ()
    expires_at: datetime | None = None

    @property
    def of_page(self) -> bool:
        """It is a token of a page, as far as is said."""
        return self.kind in ("", _PAGE)


def setting(settings: Settings, name: str) -> str:
    """Return a setting as a text without spaces at its ends."""
    return str(settings.get(name) or "").strip()


def client_of(context: ChannelContext) -> GraphClient:
    """Return a client for the page of this inbox."""
    given = context.settings
    return GraphClient(
        context.http, setting(given, "token"), setting(given, "base_url"),
        secrets=(setting(given, "app_secret"), setting(given, "verify_token")),
    )  # fmt: skip


async def ask_page(client: GraphClient, context: ChannelContext) -> Outcome:
    """Ask for our page, and show thereby that we know the secret of the app."""
    given = context.settings
    proof = prove(setting(given, "token"), setting(given, "app_secret"))
    outcome = await client.get(setting(given, "page_id"), {"fields": "id,name,username", "appsecret_proof": proof})
    note(context, "page", outcome)
    return outcome


async def ask_key(client: GraphClient, context: ChannelContext) -> Key:
    """Ask what our token may, and until when; a refusal says nothing."""
    outcome = await client.get("debug_token", {"input_token": setting(context.settings, "token")})
    note(context, "debug_token", outcome)
    data = part(outcome.result, "data") if isinstance(outcome, Done) else {}
    if not data:
        return Key(asked=False)
    given = data.get("scopes")
    scopes = set(map(str, given)) if isinstance(given, list) else set()
    return Key(
        asked=True, app_id=word(data, "app_id"), kind=word(data, "type", 40).upper(),
        valid=flag(data, "is_valid") or "is_valid" not in data,
        lacking=tuple(one for one in RIGHTS if one not in scopes) if scopes else (), expires_at=_end(data),
    )  # fmt: skip


def _end(data: Json) -> datetime | None:
    """Return the end of a token; 0 is for one without."""
    ends = [number(data, name) for name in ("expires_at", "data_access_expires_at")]
    known = [one for one in ends if one]
    try:
        return datetime.fromtimestamp(min(known), UTC) if known else None
    except (ValueError, OverflowError, OSError):
        return None
