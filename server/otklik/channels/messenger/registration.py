"""Where Messenger tells us of things: the app has our address, and the page is subscribed to the app.

A page has no address of its own: what concerns any page of an app goes to the app's one address. Somebody else's is
left alone.
"""

from typing import Any, Final

from msgspec import Struct

from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.meta.graph import Done, GraphClient, Outcome, note
from otklik.channelkit.meta.reading import Json, items, word
from otklik.channelkit.meta.tokens import Key, setting, word_for

OBJECT: Final = "page"
CORE: Final = ("messages", "messaging_postbacks", "message_deliveries", "message_reads", "message_echoes")
FIELDS: Final = (
    *CORE, "message_reactions", "message_edits", "messaging_referrals", "messaging_optins", "messaging_handovers",
    "standby", "messaging_policy_enforcement", "messaging_feedback",
)  # fmt: skip


class Found(Struct, frozen=True, kw_only=True):
    """How things stand: what the page does not tell the app, and where the app tells it; `told` is whether we know."""

    lacking: tuple[str, ...]
    callback: str = ""
    app_lacking: tuple[str, ...] = ()
    told: bool = True

    def ours(self, url: str) -> bool:
        """Return whether what is told comes to us, as far as is known."""
        return not self.told or (self.callback == url and not self.app_lacking)

    def foreign(self, url: str) -> bool:
        """Return whether the app's address is somebody else's."""
        return self.told and self.callback not in ("", url)


async def look(client: GraphClient, context: ChannelContext, key: Key) -> Found | Outcome:
    """See how things stand; a refusal is given back."""
    outcome = await client.get(f"{setting(context.settings, 'page_id')}/subscribed_apps")
    note(context, "subscribed_apps", outcome)
    if not isinstance(outcome, Done):
        return outcome
    apps = items(outcome.result, "data")
    mine = next((one for one in apps if not key.app_id or word(one, "id") == key.app_id), {})
    lacking = _lacking(mine, "subscribed_fields")
    if not key.app_id:
        return Found(lacking=lacking, told=False)
    told = await client.get(f"{key.app_id}/subscriptions", token=_app_token(context, key))
    note(context, "subscriptions", told)
    if not isinstance(told, Done):
        return Found(lacking=lacking, told=False)
    app = next((one for one in items(told.result, "data") if word(one, "object") == OBJECT), {})
    return Found(lacking=lacking, callback=word(app, "callback_url", 2000), app_lacking=_lacking(app, "fields"))


async def direct(client: GraphClient, context: ChannelContext, key: Key) -> Outcome:
    """Give the app our address; Meta tries it first. An app without some newer field is given the firm ones."""
    outcome: Outcome = Done({})
    handshake = word_for(context.hook_secret, "messenger")
    for fields in (FIELDS, CORE):
        wanted: dict[str, Any] = {
            "object": OBJECT, "callback_url": context.hook_url, "verify_token": handshake,
            "fields": ",".join(fields),
        }  # fmt: skip
        outcome = await client.post(f"{key.app_id}/subscriptions", wanted, token=_app_token(context, key))
        note(context, "subscribe_app", outcome)
        if isinstance(outcome, Done):
            break
    return outcome


async def subscribe(client: GraphClient, context: ChannelContext) -> Outcome:
    """Let the app hear of the page."""
    outcome: Outcome = Done({})
    for fields in (FIELDS, CORE):
        query = {"subscribed_fields": ",".join(fields)}
        outcome = await client.post(f"{setting(context.settings, 'page_id')}/subscribed_apps", {}, query=query)
        note(context, "subscribe", outcome)
        if isinstance(outcome, Done):
            break
    return outcome


async def leave(client: GraphClient, context: ChannelContext) -> None:
    """Let the app hear of the page no more; its address stays, and is ours again when we come back."""
    outcome = await client.delete(f"{setting(context.settings, 'page_id')}/subscribed_apps")
    note(context, "unsubscribe", outcome)


def _app_token(context: ChannelContext, key: Key) -> str:
    return f"{key.app_id}|{setting(context.settings, 'app_secret')}"


def _lacking(found: Json, name: str) -> tuple[str, ...]:
    given = found.get(name)
    listed: list[Any] = given if isinstance(given, list) else []
    told = {word(one, "name") if isinstance(one, dict) else str(one) for one in listed}
    return tuple(one for one in CORE if one not in told)
