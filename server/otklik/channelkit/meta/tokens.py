"""What can be asked of Meta about our token, and what the channels of Meta make of an inbox's settings and secret."""

import hashlib
import hmac
from collections.abc import Collection
from datetime import UTC, datetime

from msgspec import Struct

from otklik.channelkit.channel import ChannelContext, Settings
from otklik.channelkit.meta.graph import Done, GraphClient, note
from otklik.channelkit.meta.reading import Json, flag, number, part, word


class Key(Struct, frozen=True, kw_only=True):
    """What is said of our token. `asked` is whether anything was said at all; `kind` is whose token it is."""

    asked: bool
    app_id: str = ""
    kind: str = ""
    valid: bool = True
    lacking: tuple[str, ...] = ()
    expires_at: datetime | None = None


def setting(settings: Settings, name: str) -> str:
    """Return a setting as a text without spaces at its ends."""
    return str(settings.get(name) or "").strip()


def client_of(context: ChannelContext) -> GraphClient:
    """Return a client with the token of this inbox."""
    given = context.settings
    return GraphClient(
        context.http, setting(given, "token"), setting(given, "base_url"),
        secrets=(setting(given, "app_secret"), setting(given, "verify_token")),
    )  # fmt: skip


def word_for(hook_secret: str, channel: str) -> str:
    """Return the word of an inbox in a handshake: made of its secret, which itself is told to nobody."""
    if not hook_secret:
        return ""
    purpose = f"{channel} handshake".encode()
    return hmac.new(hook_secret.encode("utf-8", "surrogatepass"), purpose, hashlib.sha256).hexdigest()


async def ask_key(client: GraphClient, context: ChannelContext, rights: Collection[str]) -> Key:
    """Ask what our token may of these rights, and until when; a refusal says nothing."""
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
        lacking=tuple(one for one in rights if one not in scopes) if scopes else (), expires_at=_end(data),
    )  # fmt: skip


def _end(data: Json) -> datetime | None:
    """Return the end of a token; 0 is for one without."""
    ends = [number(data, name) for name in ("expires_at", "data_access_expires_at")]
    known = [one for one in ends if one]
    try:
        return datetime.fromtimestamp(min(known), UTC) if known else None
    except (ValueError, OverflowError, OSError):
        return None
