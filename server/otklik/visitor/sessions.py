"""Who a visitor is: a random token in their browser, its digest in our table, bound to one chat."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from msgspec import UNSET

from otklik.channels.webchat.settings import WebchatSettings, read_settings
from otklik.kit.clock import utc_now
from otklik.kit.errors import Invalid, NotFound
from otklik.kit.ids import hash_token, new_token
from otklik.kit.text import clean_name
from otklik.messaging.directory import OpenInbox
from otklik.visitor import repository
from otklik.visitor.errors import ConsentNeeded, IntroductionNeeded, NoSession
from otklik.visitor.records import VisitorSession
from otklik.visitor.room import Visitor
from otklik.visitor.schemas import EntryInput, PageInput, ProfileInput, SessionInput, check_attributes

LATEST = 50
_VISITOR_BYTES = 16
_WORKING = {"active", "failing"}
_CHANNEL = "webchat"
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,253}")
_CLAIMS = ("name", "email", "phone")


async def get_inbox(visitor: Visitor, key: str) -> OpenInbox:
    """Return the chat of a public key; raises NotFound for an unknown, paused or deleted one."""
    inbox = await visitor.road.directory.by_public_key(key) if key else None
    return _working(inbox)


async def get_inbox_of(visitor: Visitor, session: VisitorSession) -> OpenInbox:
    """Return the chat of a session; raises NotFound when it does not work any more."""
    return _working(await visitor.road.directory.by_id(session.inbox_id))


def _working(inbox: OpenInbox | None) -> OpenInbox:
    if inbox is None or inbox.record.channel != _CHANNEL or inbox.record.status not in _WORKING:
        raise NotFound("there is no such chat")
    return inbox


def settings_of(inbox: OpenInbox) -> WebchatSettings:
    """Return the settings of a chat."""
    return read_settings(inbox.settings)


async def get_session(visitor: Visitor, token: str) -> VisitorSession:
    """Return the session of a token; raises NoSession."""
    session = await find_session(visitor, token)
    if session is None:
        raise NoSession("this session is over")
    return session


async def find_session(visitor: Visitor, token: str) -> VisitorSession | None:
    """Return the session of a token, or None."""
    if not token:
        return None
    return await repository.find_session(visitor.road.database, hash_token(token))


async def renew(visitor: Visitor, inbox: OpenInbox, data: SessionInput) -> VisitorSession | None:
    """Go on with the session of the given token, if it is one of this chat."""
    known = await find_session(visitor, data.token)
    if known is None or known.inbox_id != inbox.record.id:
        return None
    async with visitor.road.database.workspace(known.workspace_id) as tx:
        await repository.touch_session(tx, known.id, describe_page(data.page), clean_name(data.locale, 20))
    return known


async def begin(visitor: Visitor, inbox: OpenInbox, data: SessionInput) -> tuple[VisitorSession, str]:
    """Begin a session; returns it with its token, which is not kept anywhere in clear."""
    token = new_token()
    record = inbox.record
    async with visitor.road.database.workspace(record.workspace_id) as tx:
        session = await repository.insert_session(
            tx,
            {
                "workspace": record.workspace_id,
                "inbox": record.id,
                "visitor": new_token(_VISITOR_BYTES),
                "hash": hash_token(token),
                "page": describe_page(data.page),
                "entry": _describe_entry(data.entry),
                "locale": clean_name(data.locale, 20),
            },
        )
    return session, token


async def end(visitor: Visitor, session: VisitorSession) -> None:
    """End a session: its token opens nothing any more, its live lines close."""
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        await repository.delete_session(tx, session.id)
    visitor.hub.end(session)


async def introduce(visitor: Visitor, session: VisitorSession, data: ProfileInput) -> None:
    """Keep what was said of the visitor. All of it is unproved: it makes nobody known, and merges nobody."""
    given = {name: getattr(data, name) for name in _CLAIMS if getattr(data, name) is not UNSET}
    profile: dict[str, Any] = {**session.profile, **{name: clean_name(value) for name, value in given.items()}}
    if profile.get("email") and not _EMAIL.fullmatch(profile["email"]):
        raise Invalid("this is not an e-mail address", code="bad_email")
    if data.attributes is not UNSET:
        check_attributes(data.attributes)
        profile["attributes"] = {name: clean_name(value) for name, value in data.attributes.items()}
    consent = None
    if data.consent_version is not UNSET:
        settings = settings_of(await get_inbox_of(visitor, session))
        if settings.consent is None or data.consent_version != settings.consent.version:
            raise Invalid("this version of the text is not the present one", code="consent_changed")
        text = {"ru": settings.consent.ru, "en": settings.consent.en}
        consent = {"version": data.consent_version, "at": utc_now().isoformat(), "text": text}
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        await repository.set_profile(tx, session.id, profile, consent)


def check_introduced(session: VisitorSession, settings: WebchatSettings) -> None:
    """Raise ConsentNeeded or IntroductionNeeded while something is missing that the company asks for."""
    if settings.consent is not None and (session.consent or {}).get("version") != settings.consent.version:
        raise ConsentNeeded("consent is needed before the first message")
    missing = [name for name, required in settings.pre_chat.items() if required and not session.profile.get(name)]
    if missing:
        raise IntroductionNeeded("please introduce yourself first")


def describe_page(page: PageInput) -> dict[str, str]:
    """Return where the visitor is: web addresses only, without query and fragment."""
    return {"url": bare_address(page.url), "title": clean_name(page.title), "referrer": bare_address(page.referrer)}


def bare_address(address: str) -> str:
    """Return an http(s) address without its query, fragment and credentials; anything else becomes empty."""
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    place = f"[{host}]" if ":" in host else host
    return clean_name(urlunsplit((parts.scheme, f"{place}:{port}" if port else place, parts.path, "", "")), 500)


def _describe_entry(entry: EntryInput | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    check_attributes(entry.utm)
    utm = {name: clean_name(value) for name, value in entry.utm.items()}
    return {"kind": clean_name(entry.kind, 20), "ref": clean_name(entry.ref), "utm": utm}


def entry_data(session: VisitorSession) -> Mapping[str, str]:
    """Return everything known of where the visitor came from, as one flat list of facts."""
    entry = session.entry or {}
    facts = {**session.page, **entry.get("utm", {}), **session.profile.get("attributes", {})}
    return {name: str(value) for name, value in facts.items() if value}
