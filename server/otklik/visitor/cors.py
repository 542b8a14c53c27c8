"""Lets pages of other sites read our answers.

Which sites may use a chat is checked by the endpoints themselves. No cookie is ever involved, so an answer holds
nothing that a stranger could not fetch without a browser.
"""

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"retry-after"),
    (b"cross-origin-resource-policy", b"cross-origin"),
)


def allow_sites(app: ASGIApp) -> ASGIApp:
    """Wrap the widget's endpoints."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return

        async def send_open(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        await app(scope, receive, send_open)

    return wrapped
