"""Wishes to be called back: a message of the visitor, and a task with the time they chose."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from otklik.channels.webchat.settings import read_hours
from otklik.conversations import todo
from otklik.conversations.records import SYSTEM
from otklik.conversations.verbs import get_conversation
from otklik.infra.db import Tx
from otklik.kit.clock import utc_now
from otklik.kit.errors import FieldError, Invalid
from otklik.kit.week import WeekSpan, is_within
from otklik.visitor import posting, repository_calls
from otklik.visitor.errors import CallbacksOff
from otklik.visitor.records import VisitorSession
from otklik.visitor.room import Visitor
from otklik.visitor.schemas import MessageInput
from otklik.visitor.schemas_calls import CallbackInput
from otklik.visitor.sessions import get_inbox_of, settings_of
from otklik.visitor.views import moment

STEP = timedelta(minutes=30)
SOONEST = timedelta(minutes=15)
DAYS = 7
SLOTS_MAX = 48
DIGITS_MIN, DIGITS_MAX = 5, 15
_PHONE = re.compile(r"\+?[0-9][0-9 ().\-]{3,30}")
_WORDS = {
    "ru": "Перезвоните мне, пожалуйста: {phone}, {at:%d.%m в %H:%M} (время компании)",
    "en": "Please call me back: {phone}, {at:%d.%m at %H:%M} (company time)",
}
_TITLES = {"ru": "Перезвонить: {phone}", "en": "Call back: {phone}"}


def list_slots(hours: Sequence[WeekSpan], now: datetime, zone: str) -> list[datetime]:
    """Return the half-hours of the next days that begin within the hours; at all times where there are none."""
    wall = ZoneInfo(zone)
    soonest = (now + SOONEST).astimezone(wall)
    first = soonest.replace(minute=0, second=0, microsecond=0)
    steps = (first.astimezone(UTC) + STEP * number for number in range(DAYS * 48 + 2))
    fitting = (at for at in steps if at >= now + SOONEST and (not hours or is_within(hours, at, zone)))
    return [at for at, _ in zip(fitting, range(SLOTS_MAX), strict=False)]


async def show_slots(visitor: Visitor, session: VisitorSession) -> list[str]:
    """Return the times that a visitor chooses from; raises CallbacksOff."""
    slots, _ = await _find_slots(visitor, session)
    return [moment(at) for at in slots]


async def _find_slots(visitor: Visitor, session: VisitorSession) -> tuple[list[datetime], str]:
    inbox = await get_inbox_of(visitor, session)
    if not settings_of(inbox).callback:
        raise CallbacksOff
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        zone = await repository_calls.find_zone(tx)
    return list_slots(read_hours(inbox.settings), utc_now(), zone), zone


async def ask_back(visitor: Visitor, session: VisitorSession, data: CallbackInput) -> None:
    """Note a wish to be called back; the same client id again is the same wish.

    Raises CallbacksOff, Invalid for a number or a time that is none, and all that writing a message raises.
    """
    phone = clean_phone(data.phone)
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        if await repository_calls.is_wished(tx, session.id, UUID(data.client_id)):
            return
    slots, zone = await _find_slots(visitor, session)
    if data.at not in slots:
        raise Invalid("this time is not offered", errors=(FieldError("at", "no_such_slot", "choose another time"),))
    visitor.limits.take_callback(session.id)
    language = "en" if session.locale.startswith("en") else "ru"
    words = _WORDS[language].format(phone=phone, at=data.at.astimezone(ZoneInfo(zone)))
    posted = await posting.post_message(visitor, session, MessageInput(client_id=data.client_id, text=words))
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        await _promise(tx, session, posted.id, data, phone)


async def _promise(tx: Tx, session: VisitorSession, message_id: int, data: CallbackInput, phone: str) -> None:
    place = await repository_calls.find_place(tx, message_id)
    if place is None or place.blocked or not await repository_calls.note_wish(tx, session.id, UUID(data.client_id)):
        return
    conversation = await get_conversation(tx, place.conversation_id)
    title = _TITLES[await repository_calls.find_language(tx)].format(phone=phone)
    new = todo.NewTodo(title=title, due_at=data.at, operator_id=conversation.assignee_id, message_id=message_id)
    task = await todo.create(tx, place.conversation_id, SYSTEM, new)
    await repository_calls.link_wish(tx, session.id, UUID(data.client_id), task.id)


def clean_phone(text: str) -> str:
    """Return a phone number as it was written; raises Invalid for what cannot be one."""
    phone = " ".join(text.split())
    digits = sum(one.isdigit() for one in phone)
    if not _PHONE.fullmatch(phone) or not DIGITS_MIN <= digits <= DIGITS_MAX:
        raise Invalid("this is not a phone number", errors=(FieldError("phone", "bad_phone", "5 to 15 digits"),))
    return phone
