"""An OpenID Connect provider in memory, and every lie it can tell. It signs with another library than we read with."""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec
from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey, RSAKey

from otklik.kit.http import HttpAnswer, HttpRequest, HttpTrouble
from tests.browser import ADDRESS, Browser

ISSUER = "https://id.example.test"
CLIENT = "otklik-desk"
SECRET = "s3cr:et/of+the client"

Key = RSAKey | ECKey | OKPKey


class Provider:
    """Implements `HttpClient`. What it says is changed by its attributes; `asked` is what it was asked."""

    def __init__(self) -> None:
        self.keys: dict[str, tuple[Key, str]] = {"one": (RSAKey.generate_key(2048), "RS256")}
        self.kid = "one"
        self.metadata: dict[str, Any] = {
            "issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/authorize", "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys", "userinfo_endpoint": f"{ISSUER}/me",
            "end_session_endpoint": f"{ISSUER}/bye", "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"], "id_token_signing_alg_values_supported": ["RS256"],
        }  # fmt: skip
        self.person: dict[str, Any] = {
            "sub": "anna-1", "email": "anna@romashka.test", "email_verified": True, "name": "Анна Петрова",
        }  # fmt: skip
        self.told: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {"sub": "anna-1"}
        self.sign: Callable[[dict[str, Any]], str] = self.sign_well
        self.down = False
        self.now = 0.0
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []

    def clock(self) -> float:
        """The time by which its description and keys are kept."""
        return self.now

    async def request(self, request: HttpRequest) -> HttpAnswer:
        """Answer as a provider does."""
        if self.down:
            raise HttpTrouble("no answer in time", sent=False)
        parts = urlsplit(request.url)
        self.asked.append(parts.path)
        match parts.path:
            case "/.well-known/openid-configuration":
                return answer(self.metadata)
            case "/keys":
                return answer({"keys": [self._publish(kid) for kid in self.keys]})
            case "/token":
                return self._give_tokens(request)
            case "/me":
                assert request.headers["Authorization"] == "Bearer access"
                return answer(self.userinfo)
            case _:
                return HttpAnswer(404, {}, b"")

    def authorize(self, url: str) -> str:
        """Let the person agree, and return the path of our callback the browser is sent to."""
        parts = urlsplit(url)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == self.metadata["authorization_endpoint"]
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert asked["redirect_uri"] == f"{ADDRESS}/api/v1/sso/callback"
        assert "openid" in asked["scope"].split()
        code = f"code{len(self.codes)}"
        self.codes[code] = asked
        return f"/api/v1/sso/callback?code={code}&state={asked['state']}&iss={ISSUER}"

    def claims(self, nonce: str) -> dict[str, Any]:
        """Return what the token claims."""
        now = int(time.time())
        usual = {"iss": ISSUER, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        made = {**usual, **self.person, **self.told}
        return {name: value for name, value in made.items() if value is not None}

    def sign_well(self, claims: dict[str, Any]) -> str:
        """Sign with the present key."""
        key, algorithm = self.keys[self.kid]
        return jwt.encode({"alg": algorithm, "kid": self.kid}, claims, key, algorithms=[algorithm])

    def logout_token(self, **told: Any) -> str:
        """Return a word that somebody has signed out; what is told as None is left out."""
        now = int(time.time())
        usual = {
            "iss": ISSUER, "aud": CLIENT, "iat": now, "exp": now + 120, "jti": f"j{time.monotonic_ns()}",
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}}, "sub": "anna-1",
        }  # fmt: skip
        return self.sign({name: value for name, value in {**usual, **told}.items() if value is not None})

    def sign_with_nothing(self, claims: dict[str, Any]) -> str:
        """Say that no signature is needed."""
        head, body = (_encode(msgspec.json.encode(part)) for part in ({"alg": "none", "kid": self.kid}, claims))
        return f"{head}.{body}."

    def sign_with_the_public_key(self, claims: dict[str, Any]) -> str:
        """Take the published key for a shared secret."""
        shared = self.keys[self.kid][0].as_pem(private=False)
        head, body = (_encode(msgspec.json.encode(part)) for part in ({"alg": "HS256", "kid": self.kid}, claims))
        return f"{head}.{body}.{_encode(hmac.digest(shared, f'{head}.{body}'.encode(), 'sha256'))}"

    def sign_with_a_strange_key(self, claims: dict[str, Any]) -> str:
        """Sign with a key nobody published, under the name of one that is."""
        strange = RSAKey.generate_key(2048)
        return jwt.encode({"alg": "RS256", "kid": self.kid}, claims, strange, algorithms=["RS256"])

    def _publish(self, kid: str) -> dict[str, Any]:
        key, algorithm = self.keys[kid]
        return {**key.as_dict(private=False), "kid": kid, "alg": algorithm, "use": "sig"}

    def _give_tokens(self, request: HttpRequest) -> HttpAnswer:
        fields = {name: values[0] for name, values in parse_qs((request.body or b"").decode()).items()}
        if not self._knows(request, fields):
            return answer({"error": "invalid_client"}, 401)
        asked = self.codes.pop(fields["code"], None)
        if asked is None:
            return answer({"error": "invalid_grant", "error_description": "no such code"}, 400)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(fields["code_verifier"].encode()).digest())
        assert challenge.rstrip(b"=").decode() == asked["code_challenge"]
        assert fields["redirect_uri"] == asked["redirect_uri"]
        token = self.sign(self.claims(asked["nonce"]))
        return answer({"id_token": token, "access_token": "access", "token_type": "Bearer"})

    def _knows(self, request: HttpRequest, fields: dict[str, str]) -> bool:
        header = request.headers.get("Authorization", "")
        if header:
            name, _, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
            return (unquote(name), unquote(secret)) == (CLIENT, SECRET)
        return (fields.get("client_id"), fields.get("client_secret")) == (CLIENT, SECRET)


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def answer(body: object, status: int = 200) -> HttpAnswer:
    """Return a JSON answer."""
    return HttpAnswer(status, {"content-type": "application/json"}, msgspec.json.encode(body))


async def begin(browser: Browser, slug: str, return_to: str = "/") -> str:
    """Press the button; returns the address at the provider."""
    begun = await browser.post(f"/api/v1/sso/{slug}/begin", {"return_to": return_to})
    assert begun.status_code == 200, begun.text
    return str(begun.json()["url"])


async def come_in(browser: Browser, provider: Provider, slug: str, return_to: str = "/") -> str:
    """Go the whole way; returns where the browser is sent."""
    back = await browser.get(provider.authorize(await begin(browser, slug, return_to)))
    assert back.status_code == 303, back.text
    return str(back.headers["location"])
