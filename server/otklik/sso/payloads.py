"""What providers answer with, as types (OpenID Connect Discovery 1.0, RFC 6749): strange values end here."""

from typing import Any

import msgspec
from msgspec import Struct, field


class Metadata(Struct, frozen=True, kw_only=True):
    """A provider's description of itself; what is not told is empty."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    end_session_endpoint: str = ""
    response_types_supported: list[str] = field(default_factory=list)
    code_challenge_methods_supported: list[str] = field(default_factory=list)
    id_token_signing_alg_values_supported: list[str] = field(default_factory=list)
    token_endpoint_auth_methods_supported: list[str] = field(default_factory=list)


class Tokens(Struct, frozen=True):
    """What a code is exchanged for."""

    id_token: str
    access_token: str = ""


class Refusal(Struct, frozen=True):
    """Why a provider refuses."""

    error: str = ""
    error_description: str = ""


def read_metadata(body: bytes) -> Metadata:
    """Return the description; raises msgspec.ValidationError or msgspec.DecodeError."""
    return msgspec.json.decode(body, type=Metadata)


def read_tokens(body: bytes) -> Tokens:
    """Return the tokens; raises msgspec.ValidationError or msgspec.DecodeError."""
    return msgspec.json.decode(body, type=Tokens)


def read_refusal(body: bytes) -> Refusal:
    """Return the reason, empty when there is none to be read."""
    try:
        return msgspec.json.decode(body, type=Refusal)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Refusal()


def read_claims(body: bytes) -> dict[str, Any]:
    """Return what the address for claims tells; raises msgspec.ValidationError or msgspec.DecodeError."""
    return msgspec.json.decode(body, type=dict[str, Any])


def find_claim(claims: dict[str, Any], path: str) -> Any:
    """Return a claim by its name, or by a path such as `realm_access.roles`; None when it is not there."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found
