"""What the visitor's window shows when it opens, comes back, or asks for more."""

from collections.abc import Mapping

from otklik.channels.webchat.manifest import FILE_MAX_BYTES, FILES_MAX, TEXT_MAX
from otklik.channels.webchat.settings import Rating, WebchatSettings
from otklik.infra.db import Tx
from otklik.messaging.directory import OpenInbox
from otklik.visitor import repository, repository_greetings
from otklik.visitor.assets import FRAME, GREETINGS, ui_path
from otklik.visitor.greetings import terms_of, words_of
from otklik.visitor.logos import show_logo
from otklik.visitor.ratable import list_ratable
from otklik.visitor.reception import CLOSED, look
from otklik.visitor.records import VisitorSession
from otklik.visitor.room import Visitor
from otklik.visitor.schemas import (
    Asked,
    Config,
    ConsentShown,
    Limits,
    Polled,
    ProfileShown,
    RatingAsked,
    SessionShown,
    WMessage,
    Words,
)
from otklik.visitor.schemas_greetings import Greetings, GreetingShown
from otklik.visitor.sessions import CLAIMS, LATEST, known_of, settings_of
from otklik.visitor.views import StateViews, moment, show_messages

OVERLAP = 20
_MOST = 200


def _calls_of(settings: WebchatSettings) -> str:
    if settings.calls == "off":
        return "back" if settings.callback else ""
    return settings.calls


async def show_config(visitor: Visitor, inbox: OpenInbox, ui: str) -> Config:
    """Return everything the window needs before it knows the visitor."""
    settings, record = settings_of(inbox), inbox.record
    async with visitor.road.database.workspace(record.workspace_id) as tx:
        company = await repository.find_company(tx, record.workspace_id)
        reception = (await look(tx, [record.id])).get(record.id, CLOSED)
        greets = await _read_greetings(tx, inbox)
        logo = await show_logo(visitor, tx, record.id)
    consent, face = settings.consent, settings.look
    return Config(
        name=record.name,
        company=company,
        title=_either(face.title, company or record.name),
        label=Words(**face.label),
        greeting=Words(**face.greeting),
        face=face.face,
        logo=logo,
        logo_alt=_either(face.logo_alt, company or record.name),
        colour=face.light.colour,
        ink=face.light.ink,
        dark=face.dark,
        theme=face.theme,
        language=face.language,
        position=face.position,
        offset=(face.offset_x, face.offset_y),
        languages=("ru", "en"),
        online=reception.online,
        opens=moment(reception.opens) if reception.opens else None,
        away=None if settings.ask_away == "off" else Asked("email", settings.ask_away == "required"),
        pre_chat=tuple(Asked(field, required) for field, required in settings.pre_chat.items()),
        consent=ConsentShown(Words(consent.ru, consent.en), consent.url, consent.version) if consent else None,
        limits=Limits(TEXT_MAX, FILE_MAX_BYTES, FILES_MAX),
        verified_only=settings.verified_only,
        peeks=settings.peeks,
        rating=_rating(settings.rating),
        ui=ui,
        frame=ui_path(visitor.settings.web, FRAME),
        greetings=ui_path(visitor.settings.web, GREETINGS) if greets else "",
        greets=greets,
        calls=_calls_of(settings),
        callback=settings.callback,
    )


async def show_greetings(visitor: Visitor, inbox: OpenInbox) -> Greetings:
    """Return the greetings that are on, for a browser to choose from."""
    settings = settings_of(inbox)
    async with visitor.road.database.workspace(inbox.record.workspace_id) as tx:
        found = await _read_greetings(tx, inbox)
    return found or Greetings(items=[], per_visit=settings.greetings_per_visit)


async def _read_greetings(tx: Tx, inbox: OpenInbox) -> Greetings | None:
    settings = settings_of(inbox)
    rows = await repository_greetings.list_greetings(tx, inbox.record.id)
    items = [
        GreetingShown(
            id=row.id, ru=words_of(row, "ru"), en=words_of(row, "en"), terms=terms_of(row), every_days=row.every_days
        )
        for row in rows
        if row.enabled
    ]
    if not items or settings.greetings_per_visit < 1:
        return None
    manners = {"dnt": settings.greetings_dnt, "consent": settings.greetings_consent}
    return Greetings(items=items, per_visit=settings.greetings_per_visit, **manners)


def _rating(rating: Rating | None) -> RatingAsked | None:
    return RatingAsked(rating.scale, Words(**rating.question), rating.comment) if rating is not None else None


def _either(words: Mapping[str, str], otherwise: str) -> Words:
    """Return words in both languages; one language's serve for both rather than none."""
    ru, en = words["ru"], words["en"]
    return Words(ru or en or otherwise, en or ru or otherwise)


async def show_session(visitor: Visitor, session: VisitorSession, token: str) -> SessionShown:
    """Return the last messages and how far an operator has read."""
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        rows = await repository.list_latest(tx, session.id, LATEST)
        messages = await show_messages(tx, visitor.links, rows)
        seen = await repository.list_seen(tx, [session.id])
        ratable = await list_ratable(tx, [session.id])
    said = {name: str(known_of(session).get(name) or "") for name in CLAIMS}
    return SessionShown(
        token=token,
        visitor_id=session.visitor_id,
        conversation_seq=messages[-1].seq if messages else 0,
        messages=messages,
        operator_seen_seq=seen[0].seen if seen else 0,
        profile=ProfileShown(**said),
        user_id=str((session.proof or {}).get("sub", "")),
        rating=ratable.get(session.id),
    )


async def list_messages(
    visitor: Visitor, session: VisitorSession, after: int | None, before: int | None
) -> list[WMessage]:
    """Return messages before a position, or all that is new after one.

    What came after a position includes the newest ones before it and those changed within a day: a transaction may
    commit late, and a message may have been edited while nobody listened. Repeats do no harm.
    """
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        if after is None:
            rows = await repository.list_latest(tx, session.id, LATEST, before)
        else:
            older = await repository.list_latest(tx, session.id, OVERLAP, after + 1)
            newer = await repository.list_after(tx, session.id, after, _MOST)
            rows = sorted({row.id: row for row in (*older, *newer)}.values(), key=lambda row: row.id)
        return await show_messages(tx, visitor.links, rows)


async def is_news(visitor: Visitor, session: VisitorSession, after: int) -> bool:
    """Whether anything stands after a position."""
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        return bool(await repository.list_after(tx, session.id, after, 1))


async def show_poll(visitor: Visitor, session: VisitorSession, after: int) -> Polled:
    """Return what a long poll brings, now."""
    items = await list_messages(visitor, session, after, None)
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        seen = await repository.list_seen(tx, [session.id])
        reception = (await look(tx, [session.inbox_id])).get(session.inbox_id, CLOSED)
        ratable = await list_ratable(tx, [session.id])
        queue = await visitor.queue.look(tx, [session.id])
    found = seen[0] if seen else None
    views = StateViews(visitor.links, session.workspace_id)
    state = views.show(reception, found, ratable.get(session.id), queue.get(session.id))
    return Polled(items=items, read=found.seen if found else 0, state=state)
