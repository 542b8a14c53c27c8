"""Trying a provider: what it says of itself, its keys, and whether it takes our name and secret. Nobody signs in."""

from collections.abc import Callable
from typing import Final

from otklik.kit.ids import new_token
from otklik.kit.jwks import ALGORITHMS
from otklik.sso.errors import NotLetIn
from otklik.sso.exchange import ask_for_tokens
from otklik.sso.payloads import Metadata, read_refusal
from otklik.sso.records import ProviderRow
from otklik.sso.room import Sso
from otklik.sso.schemas import ProviderCheck, ProviderReport

_STRANGER: Final = frozenset({"invalid_client", "unauthorized_client"})
_KNOWS_US: Final = frozenset({"invalid_grant", "invalid_request"})


async def try_provider(sso: Sso, provider: ProviderRow) -> ProviderReport:
    """Ask the provider all that can be asked without a person; no refusal is an error of ours."""
    sso.providers.forget(provider.issuer)
    try:
        metadata = await sso.providers.describe(provider.issuer)
    except NotLetIn as no:
        return ProviderReport([ProviderCheck("description", "fail", no.detail)])
    checks = [
        ProviderCheck("description", "ok", metadata.issuer),
        _judge_endpoints(metadata),
        _judge_pkce(metadata),
        _judge_algorithms(metadata),
        ProviderCheck("keys", "ok"),
        await _try_secret(sso, provider, metadata),
        _judge_sign_out(provider, metadata, sso.providers.may_call),
    ]
    return ProviderReport(checks)


def _judge_endpoints(metadata: Metadata) -> ProviderCheck:
    supported = metadata.response_types_supported
    if supported and "code" not in supported:
        return ProviderCheck("endpoints", "fail", ", ".join(supported)[:200])
    return ProviderCheck("endpoints", "ok", metadata.authorization_endpoint[:300])


def _judge_pkce(metadata: Metadata) -> ProviderCheck:
    methods = metadata.code_challenge_methods_supported
    if not methods:
        return ProviderCheck("pkce", "unknown")
    return ProviderCheck("pkce", "ok" if "S256" in methods else "warn", ", ".join(methods)[:200])


def _judge_algorithms(metadata: Metadata) -> ProviderCheck:
    offered = metadata.id_token_signing_alg_values_supported
    if not offered:
        return ProviderCheck("algorithms", "unknown")
    usable = [one for one in offered if one in ALGORITHMS]
    return ProviderCheck("algorithms", "ok" if usable else "fail", ", ".join(usable or offered)[:200])


def _judge_sign_out(provider: ProviderRow, metadata: Metadata, may_call: Callable[[str], bool]) -> ProviderCheck:
    there = bool(metadata.end_session_endpoint) and may_call(metadata.end_session_endpoint)
    if there:
        return ProviderCheck("sign_out", "ok")
    return ProviderCheck("sign_out", "warn" if provider.signs_out else "unknown")


async def _try_secret(sso: Sso, provider: ProviderRow, metadata: Metadata) -> ProviderCheck:
    """Bring a code that cannot be one: who refuses the code and not us has accepted our name and secret."""
    try:
        answer = await ask_for_tokens(sso, provider, metadata, "otklik-test-" + new_token(12), new_token())
    except NotLetIn as no:
        return ProviderCheck("secret", "fail", no.detail)
    refusal = read_refusal(answer.body)
    said = f"{answer.status} {refusal.error} {refusal.error_description}".strip()[:300]
    if refusal.error in _STRANGER or answer.status == 401:  # noqa: PLR2004 - an HTTP status
        return ProviderCheck("secret", "fail", said)
    return ProviderCheck("secret", "ok" if refusal.error in _KNOWS_US else "unknown", said)
