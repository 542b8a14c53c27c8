"""The one script a site embeds, with everything in it that a page needs before its visitor wants anything.

A page makes one request: the loader comes with the settings of its chat, and where the chat speaks first, with what
shows the greetings. A page that does not say where it is (no referrer) gets the loader alone; that asks for the
settings by a request which always names its origin.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from otklik.channels.webchat.origins import allows
from otklik.kit.errors import NotFound
from otklik.messaging.directory import OpenInbox
from otklik.visitor.assets import ui_path
from otklik.visitor.reading import show_config
from otklik.visitor.room import Visitor
from otklik.visitor.schemas import Config
from otklik.visitor.sessions import settings_of

# The parameter by which the loader finds what was given along; `apps/loader/src/site.ts` declares it.
_WRAPPED = b"(function(otklikGiven){%b%b})(%b);"


class Given(Struct, frozen=True):
    """What the loader is given: whose chat it is, and its settings where the page may have them."""

    key: str
    config: Config | None


async def write_loader(visitor: Visitor, inbox: OpenInbox, headers: Mapping[str, str]) -> bytes:
    """Write the script for a page; raises NotFound before the web applications are built."""
    folder = visitor.settings.web / "loader"
    config = None
    if _is_known(visitor, inbox, headers):
        config = await show_config(visitor, inbox, ui_path(visitor.settings.web))
    greeter = _read(folder, "greeter.js") if config is not None and config.greets is not None else b""
    given = msgspec.json.encode(Given(inbox.record.public_key or "", config))
    return _WRAPPED % (greeter, _read(folder, "loader.js"), given)


def _is_known(visitor: Visitor, inbox: OpenInbox, headers: Mapping[str, str]) -> bool:
    """Whether the page is one of the chat's sites or our own; a script's request has no origin but a referrer."""
    if headers.get("sec-fetch-site") == "same-origin":
        return True
    page = urlsplit(headers.get("referer", ""))
    origin = f"{page.scheme}://{page.netloc}"
    return origin == visitor.settings.address or allows(settings_of(inbox).origins, origin)


def _read(folder: Path, name: str) -> bytes:
    file = folder / name
    if not file.is_file():
        raise NotFound("the web application is not built")
    return _read_once(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read_once(file: Path, _: int) -> bytes:
    return file.read_bytes()
