"""What can be asked of WhatsApp about our number, our account, our app and our token."""

from typing import Final

from msgspec import Struct

from otklik.channelkit.channel import Account, ChannelContext
from otklik.channelkit.meta.graph import Done, GraphClient, Outcome, note
from otklik.channelkit.meta.reading import Json, items, part, word
from otklik.channelkit.meta.signing import prove
from otklik.channelkit.meta.tokens import Key, setting
from otklik.channels.whatsapp.addresses import read_phone

RIGHTS: Final = ("whatsapp_business_messaging", "whatsapp_business_management")
_NUMBER_FIELDS: Final = (
    "id,display_phone_number,verified_name,quality_rating,status,name_status,messaging_limit_tier,webhook_configuration"
)
_NUMBERS_MAX = 200


class Number(Struct, frozen=True, kw_only=True):
    """Our number as WhatsApp has it; `callback` is where its messages go apart from the app's address.

    `tells`: whether anything is said of addresses at all.
    """

    id: str
    name: str = ""
    phone: str = ""
    quality: str = ""
    status: str = ""
    callback: str = ""
    tells: bool = True


async def ask_number(client: GraphClient, context: ChannelContext) -> Outcome:
    """Ask for our number, and show thereby that we know the secret of the app."""
    given = context.settings
    proof = prove(setting(given, "token"), setting(given, "app_secret"))
    query = {"fields": _NUMBER_FIELDS, "appsecret_proof": proof}
    outcome = await client.get(setting(given, "phone_number_id"), query)
    note(context, "phone_number", outcome)
    return outcome


def read_number(answer: Json) -> Number:
    """Read our number."""
    return Number(
        id=word(answer, "id"), name=word(answer, "verified_name"), phone=word(answer, "display_phone_number", 40),
        quality=word(answer, "quality_rating", 40).upper(), status=word(answer, "status", 40).upper(),
        callback=word(part(answer, "webhook_configuration"), "phone_number", 2000),
        tells="webhook_configuration" in answer,
    )  # fmt: skip


async def has_number(client: GraphClient, context: ChannelContext) -> bool | Outcome:
    """Say whether our number belongs to our account; a refusal is given back."""
    account, ours = setting(context.settings, "waba_id"), setting(context.settings, "phone_number_id")
    outcome = await client.get(f"{account}/phone_numbers", {"fields": "id", "limit": _NUMBERS_MAX})
    note(context, "phone_numbers", outcome)
    if not isinstance(outcome, Done):
        return outcome
    return any(word(one, "id") == ours for one in items(outcome.result, "data"))


def describe(number_: Number, key: Key) -> Account:
    """Say who we are; the number itself is the name by which customers find us."""
    return Account(
        id=number_.id, name=number_.name or number_.phone, username=read_phone(number_.phone), expires_at=key.expires_at
    )
