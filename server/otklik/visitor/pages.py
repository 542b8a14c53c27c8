"""Pages that people open: the chat on a page of its own, the demo shop."""

import gzip
import hashlib
import html
from pathlib import Path
from string import Template
from typing import Annotated, Any

from litestar import Request, Router, get, post
from litestar.params import Parameter
from litestar.response import Response

from otklik.channels.webchat.look import THEMES
from otklik.channels.webchat.origins import normalise
from otklik.infra.web.words import Language, preferred_language
from otklik.kit.errors import NotFound
from otklik.visitor import repository, sessions
from otklik.visitor.assets import INNER, PREVIEW, ui_path
from otklik.visitor.demo import DEMO_WORDS
from otklik.visitor.embedding import write_loader
from otklik.visitor.letter_words import STOP_WORDS, read_stop
from otklik.visitor.reading import show_config
from otklik.visitor.repository_letters import stop_letters
from otklik.visitor.room import Visitor, visitor_dependencies

_PUBLIC = {"public": True}
_FOLDER = Path(__file__).parent / "pages"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
_FRAMED = _POLICY.replace("frame-ancestors 'none'", "frame-ancestors {sites}")
_SCRIPT = "text/javascript; charset=utf-8"
_STYLES = {"demo.css", "chat.css", "preview.css", "letters.css", "form.css"}


@get("/widget/pages/{name:str}", opt=_PUBLIC, include_in_schema=False)
async def get_style(name: str) -> Response[bytes]:
    """Get the styles of our own pages."""
    if name not in _STYLES:
        raise NotFound("not found")
    headers = {"Cache-Control": "public, max-age=300"}
    return Response((_FOLDER / name).read_bytes(), media_type="text/css; charset=utf-8", headers=headers)


@get("/widget/loader/{name:str}", opt=_PUBLIC, include_in_schema=False)
async def get_loader(name: str, request: Request[Any, Any, Any], visitor: Visitor) -> Response[bytes]:
    """Get the script that a site embeds, `KEY.js`, with the settings of its chat inside."""
    visitor.limits.take_call(visitor.address_of(request.scope))
    inbox = await sessions.get_inbox(visitor, name.removesuffix(".js"))
    script = await write_loader(visitor, inbox, request.headers)
    etag = f'"{hashlib.sha256(script).hexdigest()[:24]}"'
    headers = {
        "Cache-Control": "private, max-age=60", "ETag": etag, "Vary": "Referer, Sec-Fetch-Site, Accept-Encoding",
        "Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*",
    }  # fmt: skip
    if request.headers.get("if-none-match") == etag:
        return Response(b"", status_code=304, media_type=_SCRIPT, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        script = gzip.compress(script, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(script, media_type=_SCRIPT, headers=headers)


@get("/widget/pages/preview", opt=_PUBLIC, include_in_schema=False)
async def show_preview(visitor: Visitor) -> Response[str]:
    """Show the window as the desk's settings describe it; holds nothing of anybody, and only the desk may frame it."""
    script = ui_path(visitor.settings.web, PREVIEW)
    return _page("preview.html", {"script": script}, _FRAMED.format(sites="'self'"))


@get("/chat/{key:str}", opt=_PUBLIC, include_in_schema=False)
async def show_chat(
    key: str, request: Request[Any, Any, Any], visitor: Visitor, lang: Annotated[str, Parameter(max_length=5)] = ""
) -> Response[str]:
    """Show the chat on a page of its own, for links and QR codes."""
    inbox = await sessions.get_inbox(visitor, key)
    config = await show_config(visitor, inbox, "")
    language = _language(request, lang)
    title = config.title.ru if language == "ru" else config.title.en
    return _page("chat.html", {"key": key, "lang": language, "title": title, "theme": config.theme})


@get("/chat/{key:str}/frame", opt=_PUBLIC, include_in_schema=False)
async def show_frame(
    key: str,
    request: Request[Any, Any, Any],
    visitor: Visitor,
    lang: Annotated[str, Parameter(max_length=5)] = "",
    theme: Annotated[str, Parameter(max_length=5)] = "",
) -> Response[str]:
    """Show the chat inside a frame of one of its sites; browsers refuse the frame to any other page."""
    inbox = await sessions.get_inbox(visitor, key)
    sites = [site for site in map(normalise, sessions.settings_of(inbox).origins) if site]
    values = {
        "key": key, "lang": _language(request, lang), "theme": theme if theme in THEMES else "auto",
        "sites": " ".join([*sites, visitor.settings.address]), "script": ui_path(visitor.settings.web, INNER),
    }  # fmt: skip
    return _page("frame.html", values, _FRAMED.format(sites=" ".join(["'self'", *sites])))


@get("/chat/letters/{token:str}", opt=_PUBLIC, include_in_schema=False)
async def show_stop(token: str, request: Request[Any, Any, Any], visitor: Visitor) -> Response[str]:
    """Ask whether an address wants no more letters; programs that look at links in letters end nothing by it."""
    _, _, address = read_stop(visitor, token)
    return _show_stop(request, address, asks=True)


@post("/chat/letters/{token:str}", status_code=200, opt=_PUBLIC, include_in_schema=False)
async def stop(token: str, request: Request[Any, Any, Any], visitor: Visitor) -> Response[str]:
    """Send an address no more letters of a chat."""
    visitor.limits.take_call(visitor.address_of(request.scope))
    workspace_id, inbox_id, address = read_stop(visitor, token)
    async with visitor.road.database.workspace(workspace_id) as tx:
        await stop_letters(tx, inbox_id, address)
    return _show_stop(request, address, asks=False)


def _show_stop(request: Request[Any, Any, Any], address: str, *, asks: bool) -> Response[str]:
    language = _language(request, "")
    words = STOP_WORDS[language]
    values = {"lang": language, "title": words["title"], "button": words["button"], "hidden": "" if asks else "hidden"}
    said = words["ask" if asks else "done"].format(address=address)
    return _page("letters.html", {**values, "said": said}, _POLICY.replace("form-action 'none'", "form-action 'self'"))


@get("/demo", opt=_PUBLIC, include_in_schema=False)
async def show_demo(
    request: Request[Any, Any, Any], visitor: Visitor, lang: Annotated[str, Parameter(max_length=5)] = ""
) -> Response[str]:
    """Show a shop that does not exist, with the chat of this installation."""
    async with visitor.road.database.system() as tx:
        key = await repository.find_demo_key(tx)
    language = _language(request, lang)
    words = DEMO_WORDS[language]
    loader = f"/widget/loader/{key}.js" if key else "/widget/loader.js"
    values = {"loader": loader, "lang": language, "no_chat": "" if key else words["no_chat"]}
    return _page("demo.html", {**words, **values})


def _language(request: Request[Any, Any, Any], wanted: str) -> Language:
    if not wanted:
        return preferred_language(request.headers.get("accept-language", ""))
    return "ru" if wanted == "ru" else "en"


def _page(name: str, values: dict[str, str], policy: str = _POLICY) -> Response[str]:
    escaped = {key: html.escape(value) for key, value in values.items()}
    body = Template((_FOLDER / name).read_text(encoding="utf-8")).substitute(escaped)
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-cache", "Vary": "Accept-Language"}
    if "frame-ancestors 'none'" not in policy:
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return Response(body, media_type="text/html; charset=utf-8", headers=headers)


_ROUTES = [get_style, get_loader, show_preview, show_chat, show_frame, show_stop, stop, show_demo]
PAGES = [Router("/", route_handlers=_ROUTES, dependencies=visitor_dependencies())]
