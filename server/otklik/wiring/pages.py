"""The pages people open: the desk, the widget's files, the demonstration shop, the full-page chat."""

import secrets
from pathlib import Path

from otklik.infra.web.asgi import Message, Receive, Scope, Send, answer
from otklik.infra.web.headers import desk_policy, worker_policy
from otklik.infra.web.static import StaticSite

_NONCE = b"__CSP_NONCE__"
_WORKER = "/sw.js"
_MISSING = """<!doctype html><meta charset="utf-8"><title>Отклик</title>
<h1>Отклик</h1><p>The web app is not built. Run <code>make web</code> in the project folder and start again.</p>
<p>Веб-приложение не собрано. Выполните <code>make web</code> в папке проекта и запустите снова.</p>"""


def _with_policy(send: Send) -> Send:
    """Let the service worker fetch from us, and from nobody else: it lives by the policy of its own answer."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [*message.get("headers", ()), (b"content-security-policy", worker_policy().encode())]
            message = {**message, "headers": headers}
        await send(message)

    return sent


def find_web_folder() -> Path:
    """Return the built web app: inside the installed package, or in the project's own folder."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_web"
    return inside if inside.is_dir() else package.parent.parent / "web" / "dist"


class Pages:
    """Everything that is not an API."""

    def __init__(self, folder: Path) -> None:
        self._desk = StaticSite(folder / "desk", immutable=("assets/",))
        self._loader = StaticSite(folder / "loader", cache=b"public, max-age=300", shared=True)
        self._widget = StaticSite(folder / "widget", immutable=("assets/", "widget/assets/", "chunks/"), shared=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a file, or the desk's page for any address of the desk."""
        path = scope["path"]
        if scope["method"] not in {"GET", "HEAD"}:
            await answer(send, 405, b"", "text/plain", [(b"allow", b"GET, HEAD")])
        elif path.startswith("/widget/"):
            await self._serve_widget(path, scope, receive, send)
        elif path != "/index.html" and path in self._desk:
            scope["path_template"] = "desk file"
            await self._desk.serve(path, scope, receive, _with_policy(send) if path == _WORKER else send)
        elif path.startswith("/assets/"):
            await answer(send, 404, b"", "text/plain")
        else:
            await self._show_desk(scope, send)

    async def _serve_widget(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        scope["path_template"] = "widget file"
        for site in (self._loader, self._widget):
            for name in (path.removeprefix("/widget"), path):
                if name in site:
                    await site.serve(name, scope, receive, send)
                    return
        await answer(send, 404, b"", "text/plain")

    async def _show_desk(self, scope: Scope, send: Send) -> None:
        scope["path_template"] = "desk"
        if "/index.html" not in self._desk:
            await answer(send, 503, _MISSING.encode(), "text/html; charset=utf-8")
            return
        nonce = secrets.token_urlsafe(16)
        page = self._desk.body("/index.html").replace(_NONCE, nonce.encode())
        policy = [(b"content-security-policy", desk_policy(nonce).encode()), (b"cache-control", b"no-cache")]
        await answer(send, 200, b"" if scope["method"] == "HEAD" else page, "text/html; charset=utf-8", policy)
