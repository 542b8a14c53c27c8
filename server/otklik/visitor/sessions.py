"""Who a visitor is: a random token in their browser, its digest in our table, bound to one chat."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from msgspec import UNSET, structs, to_builtins

from otklik.channels.webchat.settings import WebchatSettings, read_settings
from otklik.contacts.vouching import Vouched, vouch
from otklik.kit.clock import utc_now
from otklik.kit.errors import Invalid, NotFound
from otklik.kit.ids import hash_token, new_token
from otklik.kit.text import clean_name
from otklik.messaging.directory import OpenInbox
from otklik.visitor import repository
from otklik.visitor.errors import ConsentNeeded, IntroductionNeeded, NoSession, VerificationNeeded
from otklik.visitor.keys import open_keys
from otklik.visitor.proving import Proved, prove
from otklik.visitor.records import VisitorSession
from otklik.visitor.room import Visitor
from otklik.visitor.schemas import EntryInput, IdentityInput, PageInput, ProfileInput, SessionInput, check_attributes

LATEST = 50
_VISITOR_BYTES = 16
_WORKING = {"active", "failing"}
_CHANNEL = "webchat"
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,253}")
CLAIMS = ("name", "email", "phone")
FRESH = "fresh"
"""In a profile: which claims the desk has not been told of."""


async def get_inbox(visitor: Visitor, key: str) -> OpenInbox:
    """Return the chat of a public key; raises NotFound for an unknown, paused or deleted one."""
    inbox = await visitor.road.directory.by_public_key(key) if key else None
    return _working(inbox)


async def get_inbox_of(visitor: Visitor, session: VisitorSession) -> OpenInbox:
    """Return the chat of a session, also while it is paused; raises NotFound when it does not work any more."""
    return _working(await visitor.road.directory.by_id(session.inbox_id), _WORKING | {"paused"})


def _working(inbox: OpenInbox | None, states: set[str] = _WORKING) -> OpenInbox:
    if inbox is None or inbox.record.channel != _CHANNEL or inbox.record.status not in states:
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


async def open_or_renew(
    visitor: Visitor, inbox: OpenInbox, data: SessionInput, address: str
) -> tuple[VisitorSession, str]:
    """Go on with the session of the given token, or begin one; returns it with its token.

    Another person than the session's begins a new one, and whoever is proved for the first time as well: a token
    that was lying about while they were nobody opens nothing of what they are. Raises IdentityRefused, and
    VerificationNeeded where nobody may begin unproved.
    """
    proved = await _prove(visitor, inbox, data.identity)
    known = await find_session(visitor, data.token)
    known = known if known is not None and known.inbox_id == inbox.record.id else None
    if known is not None and (proved is None or _sub(known) == proved.sub):
        return await _renew(visitor, known, data, proved), data.token
    if proved is None and settings_of(inbox).verified_only:
        raise VerificationNeeded("only visitors the site vouches for can write here")
    visitor.limits.take_session(address)
    session, token = await _begin(visitor, inbox, data, proved, known)
    if known is not None:
        visitor.hub.end(known)
    return session, token


def _sub(session: VisitorSession) -> str | None:
    return None if session.proof is None else str(session.proof["sub"])


async def _prove(visitor: Visitor, inbox: OpenInbox, given: IdentityInput | None) -> Proved | None:
    if given is None:
        return None
    async with visitor.road.database.workspace(inbox.record.workspace_id) as tx:
        keys = await open_keys(tx, visitor.keyring, inbox.record.id)
    return prove(given, keys, utc_now().timestamp())


async def _renew(visitor: Visitor, known: VisitorSession, data: SessionInput, proved: Proved | None) -> VisitorSession:
    async with visitor.road.database.workspace(known.workspace_id) as tx:
        await repository.touch_session(tx, known.id, describe_page(data.page), clean_name(data.locale, 20))
        if proved is None or to_builtins(proved) == known.proof:
            return known
        await repository.set_proof(tx, known.id, to_builtins(proved))
        await vouch(tx, visitor.belongings, _vouched(known.inbox_id, proved))
    return structs.replace(known, proof=to_builtins(proved))


async def note_page(visitor: Visitor, session: VisitorSession, page: PageInput) -> None:
    """Note on which page the visitor is now."""
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        await repository.touch_session(tx, session.id, describe_page(page), "")


async def _begin(
    visitor: Visitor, inbox: OpenInbox, data: SessionInput, proved: Proved | None, before: VisitorSession | None
) -> tuple[VisitorSession, str]:
    """Begin a session; its token is not kept anywhere in clear. What an unproved session holds goes over into it."""
    token = new_token()
    record = inbox.record
    former = before if before is not None and not before.proved else None
    async with visitor.road.database.workspace(record.workspace_id) as tx:
        if before is not None:
            await repository.delete_session(tx, before.id)
        if proved is not None:
            await vouch(tx, visitor.belongings, _vouched(record.id, proved), former.visitor_id if former else "")
            if former is not None:
                await repository.note_former(tx, record.id, former.visitor_id, proved.visitor_id)
        session = await repository.insert_session(
            tx,
            {
                "workspace": record.workspace_id,
                "inbox": record.id,
                "visitor": proved.visitor_id if proved else new_token(_VISITOR_BYTES),
                "hash": hash_token(token),
                "page": describe_page(data.page),
                "entry": former.entry if former and former.entry else _describe_entry(data.entry),
                "locale": clean_name(data.locale, 20),
                "profile": former.profile if former else {},
                "consent": former.consent if former else None,
                "proof": to_builtins(proved) if proved else None,
            },
        )
        await repository.touch_session(tx, session.id, describe_page(data.page), "")
    return session, token


def _vouched(inbox_id: int, proved: Proved) -> Vouched:
    return Vouched(
        inbox_id=inbox_id, external_id=proved.visitor_id, name=proved.name, email=proved.email, phone=proved.phone
    )


async def end(visitor: Visitor, session: VisitorSession) -> None:
    """End a session: its token opens nothing any more, its live lines close."""
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        await repository.delete_session(tx, session.id)
    visitor.hub.end(session)


async def introduce(visitor: Visitor, session: VisitorSession, data: ProfileInput) -> None:
    """Keep what was said of the visitor. All of it is unproved: it makes nobody known, and merges nobody."""
    given = {name: getattr(data, name) for name in CLAIMS if getattr(data, name) is not UNSET}
    said = {name: clean_name(value) for name, value in given.items()}
    fresh = {name for name, value in said.items() if value and value != session.profile.get(name)}
    profile: dict[str, Any] = {**session.profile, **said, FRESH: sorted(fresh.union(session.profile.get(FRESH, ())))}
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


def fresh_of(session: VisitorSession) -> dict[str, str]:
    """Return what the visitor has said of themselves since their last message, for the desk to see beside the next."""
    fresh = session.profile.get(FRESH, ())
    return {name: session.profile[name] for name in CLAIMS if name in fresh and session.profile.get(name)}


def known_of(session: VisitorSession) -> Mapping[str, Any]:
    """Return what is known of the visitor: what the site vouches for, else what they said themselves."""
    return {**session.profile, **(session.proof or {})}


def check_verified(session: VisitorSession, settings: WebchatSettings) -> None:
    """Raise VerificationNeeded where only people may write whom the site vouches for, and this is nobody such."""
    if settings.verified_only and not session.proved:
        raise VerificationNeeded("only visitors the site vouches for can write here")


def check_introduced(session: VisitorSession, settings: WebchatSettings) -> None:
    """Raise ConsentNeeded or IntroductionNeeded while something is missing that the company asks for."""
    if settings.consent is not None and (session.consent or {}).get("version") != settings.consent.version:
        raise ConsentNeeded("consent is needed before the first message")
    missing = [name for name, required in settings.pre_chat.items() if required and not known_of(session).get(name)]
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


def _claims(session: VisitorSession) -> Mapping[str, Any]:
    """Return the id of a proved visitor, and what they said of themselves without proof."""
    if session.proof is None:
        return {}
    said = {name: session.profile.get(name) for name in CLAIMS if not session.proof.get(name)}
    return {"user_id": session.proof["sub"], **said}


def entry_data(session: VisitorSession) -> Mapping[str, str]:
    """Return everything known of where the visitor came from, as one flat list of facts."""
    entry = session.entry or {}
    facts = {**session.page, **entry.get("utm", {}), **session.profile.get("attributes", {}), **_claims(session)}
    return {name: str(value) for name, value in facts.items() if value}
