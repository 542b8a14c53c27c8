"""Where customers find us at a provider."""

from urllib.parse import quote

from otklik.channelkit.channel import Account
from otklik.channelkit.manifest import Face


def link_account(face: Face, account: Account) -> str:
    """Return the address of an account's page; empty when the channel has none, or the account lacks its name."""
    parts = {"id": account.id, "username": account.username}
    if any(f"{{{name}}}" in face.link and not value for name, value in parts.items()):
        return ""
    return face.link.format(**{name: quote(value, safe="") for name, value in parts.items()})
