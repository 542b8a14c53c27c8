"""What can be asked of Meta about our page and our token."""

from typing import Final

from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.meta.graph import GraphClient, Outcome, note
from otklik.channelkit.meta.signing import prove
from otklik.channelkit.meta.tokens import Key, setting

RIGHTS: Final = ("pages_messaging", "pages_manage_metadata")
_PAGE = "PAGE"


async def ask_page(client: GraphClient, context: ChannelContext) -> Outcome:
    """Ask for our page, and show thereby that we know the secret of the app."""
    given = context.settings
    proof = prove(setting(given, "token"), setting(given, "app_secret"))
    outcome = await client.get(setting(given, "page_id"), {"fields": "id,name,username", "appsecret_proof": proof})
    note(context, "page", outcome)
    return outcome


def is_of_page(key: Key) -> bool:
    """Say whether a token is one of a page, as far as is said."""
    return key.kind in ("", _PAGE)
