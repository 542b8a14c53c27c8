"""Who stands at the door: the site a browser comes from, and the token it brings."""

from collections.abc import Mapping
from typing import Any

from litestar import Request
from litestar.di import Provide

from otklik.channels.webchat.origins import allows
from otklik.messaging.directory import OpenInbox
from otklik.visitor.errors import NoSession, OriginRefused
from otklik.visitor.records import VisitorSession
from otklik.visitor.room import Visitor
from otklik.visitor.sessions import check_verified, get_inbox_of, get_session, settings_of

_SCHEME = "visitor "
_READING = {"GET", "HEAD"}


def check_origin(visitor: Visitor, inbox: OpenInbox, headers: Mapping[str, str], *, needed: bool = True) -> None:
    """Raise OriginRefused unless the request comes from an allowed site or from our own pages.

    Browsers leave the header out only for reading from the same site, where `needed` is false.
    """
    origin = headers.get("origin", "")
    if not origin and not needed:
        return
    if not _is_own(visitor, origin, headers.get("host", "")) and not allows(settings_of(inbox).origins, origin):
        raise OriginRefused("this site may not show the chat")


def _is_own(visitor: Visitor, origin: str, host: str) -> bool:
    scheme, _, place = origin.partition("://")
    return origin == visitor.settings.address or (scheme in {"http", "https"} and place != "" and place == host)


async def provide_session(request: Request[Any, Any, Any]) -> VisitorSession:
    """Make the dependency `session`: the token's, used from an allowed site; raises NoSession, OriginRefused."""
    visitor: Visitor = request.app.state["visitor"]
    visitor.limits.take_call(visitor.address_of(request.scope))
    header = request.headers.get("authorization", "")
    if not header.lower().startswith(_SCHEME):
        raise NoSession("a visitor's token is needed")
    session = await get_session(visitor, header[len(_SCHEME) :].strip())
    inbox = await get_inbox_of(visitor, session)
    check_origin(visitor, inbox, request.headers, needed=request.method not in _READING)
    return session


async def provide_writer(request: Request[Any, Any, Any]) -> VisitorSession:
    """Make the dependency `session` of a door that takes something in: raises VerificationNeeded as well."""
    session = await provide_session(request)
    visitor: Visitor = request.app.state["visitor"]
    check_verified(session, settings_of(await get_inbox_of(visitor, session)))
    return session


WRITING_SESSION = {"session": Provide(provide_writer)}
SESSION = {"session": Provide(provide_session)}
