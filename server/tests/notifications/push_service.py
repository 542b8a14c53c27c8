"""A push service as RFC 8030 describes one, with browsers that subscribe; payloads are opened by another library."""

import asyncio
import json
import os
import time
from typing import Any, Self
from uuid import uuid4

import http_ece  # type: ignore[import-untyped]  # it has none
from aiohttp import web
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec import Struct

from otklik.kit.webpush import decode_key, encode_key
from tests.channels.email.servers import free_port

_CURVE = ec.SECP256R1()
_DAY_S = 24 * 3600


class Received(Struct, frozen=True):
    """A push that arrived, opened."""

    subscription: str
    payload: dict[str, Any]
    headers: dict[str, str]


class Subscription:
    """What a browser has after it subscribed with our key."""

    def __init__(self, address: str, application_key: str) -> None:
        self.name = uuid4().hex
        self.endpoint = f"{address}/push/{self.name}"
        self.application_key = application_key
        self.private = ec.generate_private_key(_CURVE)
        self.secret = os.urandom(16)

    @property
    def body(self) -> dict[str, str]:
        """What the desk tells our server."""
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "p256dh": encode_key(point), "auth": encode_key(self.secret)}


class PushService:
    """Takes pushes on this machine; judges their headers and signature as a real one does."""

    def __init__(self) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.received: list[Received] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        """What to answer next instead of 201: statuses with headers."""
        self.asked = 0
        self._subscriptions: dict[str, Subscription] = {}
        self._news = asyncio.Condition()

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/push/{name}", self._take)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def subscribe(self, application_key: str) -> Subscription:
        """Let a browser subscribe."""
        made = Subscription(self.address, application_key)
        self._subscriptions[made.name] = made
        return made

    def forget(self, subscription: Subscription) -> None:
        """Let a browser take its subscription back."""
        del self._subscriptions[subscription.name]

    async def find(self, body: str, seconds: float = 90) -> Received:
        """Wait for the push that says this."""
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(lambda: any(push.payload["body"] == body for push in self.received))
        return next(push for push in self.received if push.payload["body"] == body)

    async def _take(self, request: web.Request) -> web.Response:
        self.asked += 1
        subscription = self._subscriptions.get(request.match_info["name"])
        if subscription is None:
            return web.Response(status=410)
        if self.answers:
            status, headers = self.answers.pop(0)
            return web.Response(status=status, headers=headers)
        body = await request.read()
        refusal = self._judge(request, body, subscription)
        if refusal:
            return web.Response(status=refusal)
        plain = http_ece.decrypt(
            body, private_key=subscription.private, auth_secret=subscription.secret, version="aes128gcm"
        )
        async with self._news:
            self.received.append(Received(subscription.name, json.loads(plain), dict(request.headers)))
            self._news.notify_all()
        return web.Response(status=201)

    def _judge(self, request: web.Request, body: bytes, subscription: Subscription) -> int:
        if len(body) > 4096:
            return 413
        headers = request.headers
        if headers.get("Content-Encoding") != "aes128gcm" or not headers.get("TTL", "").isdigit():
            return 400
        topic = headers.get("Topic", "")
        if len(topic) > 32 or not all(sign.isalnum() or sign in "-_" for sign in topic):
            return 400
        return 0 if self._signed_by(headers.get("Authorization", ""), subscription) else 403

    def _signed_by(self, header: str, subscription: Subscription) -> bool:
        """Check the signature, whom it is for, until when, and that it is the key the browser subscribed with."""
        parts = dict(part.strip().split("=", 1) for part in header.removeprefix("vapid ").split(","))
        if parts.get("k") != subscription.application_key:
            return False
        signed, _, signature = parts["t"].rpartition(".")
        raw = decode_key(signature)
        der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        key = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, decode_key(parts["k"]))
        key.verify(der, signed.encode(), ec.ECDSA(hashes.SHA256()))
        claims = json.loads(decode_key(signed.split(".")[1]))
        now = time.time()
        return claims["aud"] == self.address and now < claims["exp"] <= now + _DAY_S and "sub" in claims
