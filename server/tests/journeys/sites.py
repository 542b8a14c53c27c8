"""Websites for journeys: small servers with pages of a content policy of their own."""

from collections.abc import Mapping

from aiohttp import web

from tests.channels.email.servers import free_port


class Site:
    """A website on this machine. `pages` maps a path to its HTML; `host` decides whose origin it is."""

    def __init__(self, pages: Mapping[str, str], policy: str = "", host: str = "127.0.0.1") -> None:
        self.pages = dict(pages)
        self._policy = policy
        self._port = free_port()
        self._runner: web.AppRunner | None = None
        self.address = f"http://{host}:{self._port}"

    async def start(self) -> None:
        """Open the site."""
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()

    async def stop(self) -> None:
        """Close it."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        body = self.pages.get(request.path)
        if body is None:
            raise web.HTTPNotFound
        kind = "text/javascript" if request.path.endswith(".js") else "text/html"
        headers = {"Content-Security-Policy": self._policy} if self._policy else {}
        return web.Response(text=body, content_type=kind, charset="utf-8", headers=headers)
