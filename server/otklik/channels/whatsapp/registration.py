"""Where WhatsApp tells us of things: the app is subscribed to the account, and our number has an address of its own.

Messages of a number go to the number's own address; templates, quality and what else concerns the whole account go to
the app's address. That one we set only where there is none yet: it may be another inbox of ours, or somebody else's.
"""

from typing import Any, Final

from msgspec import Struct

from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.meta.graph import Done, GraphClient, Outcome, note
from otklik.channelkit.meta.reading import Json, items, part, word
from otklik.channelkit.meta.tokens import Key, setting, word_for
from otklik.channels.whatsapp.asking import Number, ask_number, read_number

OBJECT: Final = "whatsapp_business_account"
CORE: Final = ("messages", "message_template_status_update", "account_update", "phone_number_quality_update")
FIELDS: Final = (
    *CORE, "message_template_quality_update", "template_category_update", "phone_number_name_update", "account_alerts",
    "account_review_update", "business_capability_update", "security", "user_preferences", "smb_message_echoes",
)  # fmt: skip


class Found(Struct, frozen=True):
    """How things stand: whether the app hears of the account, and whether the number's messages come to us.

    `told` is false when WhatsApp says nothing of addresses: then ours is simply given once more.
    """

    subscribed: bool
    ours: bool
    elsewhere: str = ""
    told: bool = True

    @property
    def complete(self) -> bool:
        """Everything is as wanted."""
        return self.subscribed and self.ours


async def look(client: GraphClient, context: ChannelContext, key: Key, number: Number | None) -> Found | Outcome:
    """See how things stand; a refusal is given back."""
    if number is None:
        outcome = await ask_number(client, context)
        if not isinstance(outcome, Done):
            return outcome
        number = read_number(outcome.result)
    account = setting(context.settings, "waba_id")
    outcome = await client.get(f"{account}/subscribed_apps")
    note(context, "subscribed_apps", outcome)
    if not isinstance(outcome, Done):
        return outcome
    apps = [word(part(one, "whatsapp_business_api_data"), "id") for one in items(outcome.result, "data")]
    subscribed = key.app_id in apps if key.app_id else bool(apps)
    ours = number.callback == context.hook_url and bool(number.callback)
    return Found(subscribed, ours, "" if ours else number.callback, number.tells)


async def subscribe(client: GraphClient, context: ChannelContext) -> Outcome:
    """Let the app hear of the account."""
    outcome = await client.post(f"{setting(context.settings, 'waba_id')}/subscribed_apps", {})
    note(context, "subscribe", outcome)
    return outcome


async def direct(client: GraphClient, context: ChannelContext, url: str) -> Outcome:
    """Give our number an address of its own, or take it away; WhatsApp tries it first."""
    wanted = {"override_callback_uri": url} | (
        {"verify_token": word_for(context.hook_secret, "whatsapp")} if url else {}
    )
    number = setting(context.settings, "phone_number_id")
    outcome = await client.post(number, {"webhook_configuration": wanted})
    note(context, "webhook_configuration", outcome)
    return outcome


async def watch_app(client: GraphClient, context: ChannelContext, key: Key, *, repair: bool) -> tuple[str, ...] | None:
    """Return what the app does not tell anybody, after setting its address where it has none; None: not to be known."""
    secret = setting(context.settings, "app_secret")
    if not key.app_id:
        return None
    token = f"{key.app_id}|{secret}"
    path = f"{key.app_id}/subscriptions"
    outcome = await client.get(path, token=token)
    note(context, "subscriptions", outcome)
    if not isinstance(outcome, Done):
        return None
    found = next((one for one in items(outcome.result, "data") if word(one, "object") == OBJECT), {})
    lacking = _lacking(found)
    mine = word(found, "callback_url", 2000) in ("", context.hook_url)
    if not lacking or not mine or not repair:
        return lacking
    handshake = word_for(context.hook_secret, "whatsapp")
    for fields in (FIELDS, CORE):
        wanted: dict[str, Any] = {
            "object": OBJECT, "callback_url": context.hook_url, "verify_token": handshake,
            "fields": ",".join(fields),
        }  # fmt: skip
        outcome = await client.post(path, wanted, token=token)
        note(context, "subscribe_app", outcome)
        if isinstance(outcome, Done):
            return ()
    return lacking


def _lacking(found: Json) -> tuple[str, ...]:
    given = found.get("fields")
    listed: list[Any] = given if isinstance(given, list) else []
    told = {word(one, "name") if isinstance(one, dict) else str(one) for one in listed}
    return tuple(one for one in CORE if one not in told)
