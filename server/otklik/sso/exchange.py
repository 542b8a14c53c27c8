"""From a code to a person: the code is exchanged, the ID token judged, and what it leaves out is asked for."""

import base64
import time
from typing import Any, Final
from urllib.parse import quote, urlencode

import msgspec
from msgspec import Struct

from otklik.kit.http import HttpAnswer, HttpRequest
from otklik.kit.secrets import Place
from otklik.sso.errors import NotLetIn, Why
from otklik.sso.judging import Expected, describe, judge
from otklik.sso.payloads import Metadata, Tokens, find_claim, read_claims, read_refusal, read_tokens
from otklik.sso.records import Person, ProviderRow
from otklik.sso.room import Sso

_OK: Final = 200


class Coming(Struct, frozen=True):
    """Somebody coming back: the code, and what only the browser that began can make."""

    code: str
    verifier: str
    nonce: str


def secret_place(workspace_id: int, provider_id: int) -> Place:
    """Where a provider's secret is stored."""
    return Place(workspace_id, "sso_provider", str(provider_id), "client_secret")


async def learn_person(sso: Sso, provider: ProviderRow, coming: Coming) -> Person:
    """Return whom the provider vouches for; raises NotLetIn. No transaction is open meanwhile."""
    metadata = await sso.providers.describe(provider.issuer)
    tokens = await _exchange(sso, provider, metadata, coming)
    claims = await sso.providers.open_token(provider.issuer, tokens.id_token)
    judge(claims, Expected(metadata.issuer, provider.client_id, coming.nonce), time.time())
    return describe(await _complete(sso, provider, metadata, tokens, claims), provider.groups_claim)


async def ask_for_tokens(sso: Sso, provider: ProviderRow, metadata: Metadata, code: str, verifier: str) -> HttpAnswer:
    """Send a code to the provider in the way it likes to be told our secret; raises NotLetIn."""
    fields = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": sso.callback, "code_verifier": verifier
    }  # fmt: skip
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    secret = _open_secret(sso, provider)
    if secret is None:
        fields["client_id"] = provider.client_id
    elif "client_secret_basic" in (metadata.token_endpoint_auth_methods_supported or ["client_secret_basic"]):
        pair = f"{quote(provider.client_id, safe='')}:{quote(secret, safe='')}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    else:
        fields |= {"client_id": provider.client_id, "client_secret": secret}
    return await sso.providers.call(HttpRequest(
        method="POST", url=metadata.token_endpoint, headers=headers, body=urlencode(fields).encode(),
        read_timeout_s=15.0, max_bytes=256 * 1024,
    ))  # fmt: skip


async def _exchange(sso: Sso, provider: ProviderRow, metadata: Metadata, coming: Coming) -> Tokens:
    answer = await ask_for_tokens(sso, provider, metadata, coming.code, coming.verifier)
    if answer.status != _OK:
        refusal = read_refusal(answer.body)
        raise NotLetIn(Why.PROVIDER, f"{answer.status} {refusal.error} {refusal.error_description}".strip()[:300])
    try:
        return read_tokens(answer.body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise NotLetIn(Why.PROVIDER, "its answer to the code cannot be read") from None


async def _complete(
    sso: Sso, provider: ProviderRow, metadata: Metadata, tokens: Tokens, claims: dict[str, Any]
) -> dict[str, Any]:
    """Ask for what the token leaves out. What is signed stands; the rest must be about the same person."""
    lacking = "email" not in claims or (provider.groups_claim and find_claim(claims, provider.groups_claim) is None)
    if not lacking or not metadata.userinfo_endpoint or not tokens.access_token:
        return claims
    answer = await sso.providers.fetch(metadata.userinfo_endpoint, {"Authorization": f"Bearer {tokens.access_token}"})
    try:
        told = read_claims(answer.body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise NotLetIn(Why.PROVIDER, "its answer about the person cannot be read") from None
    if told.get("sub") != claims["sub"]:
        raise NotLetIn(Why.TOKEN, "userinfo sub")
    if "email" in claims:
        told = {name: value for name, value in told.items() if name != "email_verified"}
    return {**told, **claims}


def _open_secret(sso: Sso, provider: ProviderRow) -> str | None:
    if provider.client_secret is None:
        return None
    place = secret_place(provider.workspace_id, provider.id)
    return sso.access.tools.keyring.decrypt(provider.client_secret, place).decode()
