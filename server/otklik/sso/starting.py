"""The way out: a state that is good once, in the browser that began, and the address at the provider.

The browser holds an unguessable cookie. Nonce and PKCE verifier are made from it and the state, so that whoever reads
the table, the address or the provider's logs can finish nothing.
"""

import base64
import hashlib
import hmac
import re
from typing import Final
from urllib.parse import urlencode, urlsplit

from msgspec import Struct

from otklik.access.actor import Actor
from otklik.kit.addresses import network_of
from otklik.kit.errors import RateLimited, Unavailable
from otklik.kit.ids import hash_token, new_token
from otklik.sso import repository, repository_attempts
from otklik.sso.errors import NoSuchProvider, NotLetIn
from otklik.sso.records import ProviderRow
from otklik.sso.room import Sso

_COOKIE: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_PATH: Final = re.compile(r"/(?![/\\])[A-Za-z0-9\-._~/?=&%:,@+]{0,499}")
_LONGEST_SLUG: Final = 100


class Begun(Struct, frozen=True):
    """Where to send the browser, and the cookie it keeps."""

    url: str
    browser: str


def clean_return(path: str) -> str:
    """Return a place of the desk to go on to; anything that might lead elsewhere becomes the start."""
    return path if _PATH.fullmatch(path) else "/"


def derive(browser: str, state: str, purpose: str) -> str:
    """Make what belongs to one way: the verifier (RFC 7636, 43 characters) or the nonce."""
    made = hmac.digest(browser.encode(), f"{purpose}:{state}".encode(), "sha256")
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


async def begin_sign_in(sso: Sso, slug: str, return_to: str, address: str, browser: str) -> Begun:
    """Begin to sign in; raises NoSuchProvider, RateLimited, Unavailable where the provider does not answer."""
    wait = sso.per_network.take(network_of(address) or "unknown")
    if wait:
        raise RateLimited("too many attempts to sign in", retry_after=wait)
    async with sso.db.system() as tx:
        provider = await repository.find_by_slug(tx, slug[:_LONGEST_SLUG])
    if provider is None:
        raise NoSuchProvider
    return await _begin(sso, provider, clean_return(return_to), browser, None)


async def begin_link(sso: Sso, actor: Actor, provider_id: int, browser: str) -> Begun:
    """Begin to link one's own account; raises NoSuchProvider, Unavailable where the provider does not answer."""
    async with sso.db.workspace(actor.workspace_id) as tx:
        provider = await repository.find_provider(tx, provider_id)
    if provider is None or not provider.enabled:
        raise NoSuchProvider
    return await _begin(sso, provider, "/settings/account", browser, actor.session_id)


async def _begin(sso: Sso, provider: ProviderRow, return_to: str, known_browser: str, session_id: int | None) -> Begun:
    try:
        metadata = await sso.providers.describe(provider.issuer)
    except NotLetIn as no:
        raise Unavailable(f"the provider does not answer as it should: {no.detail}") from None
    browser = known_browser if _COOKIE.fullmatch(known_browser) else new_token()
    state = new_token()
    async with sso.db.system(provider.workspace_id) as tx:
        await repository_attempts.add_attempt(tx, {
            "state": hash_token(state), "browser": hash_token(browser), "provider": provider.id,
            "return_to": return_to, "session": session_id,
        })  # fmt: skip
    challenge = hashlib.sha256(derive(browser, state, "verifier").encode()).digest()
    query = {
        "response_type": "code", "client_id": provider.client_id, "redirect_uri": sso.callback,
        "scope": provider.scopes, "state": state, "nonce": derive(browser, state, "nonce"),
        "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(), "code_challenge_method": "S256",
    }  # fmt: skip
    joint = "&" if urlsplit(metadata.authorization_endpoint).query else "?"
    return Begun(f"{metadata.authorization_endpoint}{joint}{urlencode(query)}", browser)
