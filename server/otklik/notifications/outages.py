"""A channel that fails is told of to those who look after channels: once, and once more when it is well again."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from otklik.access.permissions import Permission
from otklik.infra.db import Tx
from otklik.infra.jobs.job import Job
from otklik.infra.whispers import TO_OPERATORS, Whisper, whisper_in
from otklik.kit.clock import utc_now
from otklik.kit.text import clean_name
from otklik.notifications import repository, repository_mail, repository_outages
from otklik.notifications.choices import Happening, due_of
from otklik.notifications.deciding import Person, make_person
from otklik.notifications.records import FollowedEvent
from otklik.notifications.repository_outages import InboxFacts
from otklik.notifications.words import Said, compose_channel, compose_end

OUTAGE_JOB: Final = "notifications.push_outage"
_FAILING: Final = "failing"
_ACTIVE: Final = "active"
_OVER: Final = frozenset({_ACTIVE, "paused", "deleted"})


class Outage(Struct, frozen=True):
    """One channel that failed, or is well again; `ends_in`: its access ends within so many days, 0 when it has."""

    inbox: InboxFacts
    failing: bool
    ends_in: int | None = None


def changed_inboxes(events: Sequence[FollowedEvent]) -> list[FollowedEvent]:
    """Return the events that may begin or end an outage; what lies too far back is no news."""
    known = (_FAILING, *_OVER)
    return [
        event for event in events
        if event.kind == "inbox.changed" and not event.old and (event.data or {}).get("what") in known
    ]  # fmt: skip


async def tell_outages(tx: Tx, events: Sequence[FollowedEvent]) -> None:
    """Tell the people of one workspace of its channels, in the transaction that follows the log."""
    people: list[Person] = []
    for event in events:
        outage = await _judge(tx, int((event.data or {})["inbox_id"]), str((event.data or {})["what"]))
        if outage is not None:
            people = people or await list_keepers(tx)
            await tell_keepers(tx, outage, people)


async def _judge(tx: Tx, inbox_id: int, what: str) -> Outage | None:
    inbox = await repository_outages.find_inbox(tx, inbox_id)
    if what == _FAILING:
        begun = inbox is not None and await repository_outages.begin_outage(tx, inbox_id)
        return Outage(inbox, failing=True) if inbox is not None and begun else None
    ended = await repository_outages.end_outage(tx, inbox_id)
    return Outage(inbox, failing=False) if ended and inbox is not None and what == _ACTIVE else None


async def list_keepers(tx: Tx) -> list[Person]:
    """Return those who look after channels."""
    now = utc_now()
    rows = await repository.list_people(tx)
    return [make_person(row, now) for row in rows if keeps_channels(make_person(row, now))]


def keeps_channels(person: Person) -> bool:
    """Whether somebody looks after channels, and may look at anything at all."""
    return Permission.INBOXES_MANAGE in person.row.permissions and not person.row.held


async def tell_keepers(tx: Tx, outage: Outage, people: Sequence[Person]) -> None:
    """Tell people of a channel by the ways they chose."""
    now = utc_now()
    for person in people:
        channels = person.channels(Happening.CHANNEL)
        if channels.toast or channels.sound:
            said = say_outage(outage, person.row.locale)
            frame = {
                "type": "channel_news", "inbox_id": outage.inbox.id,
                "failing": outage.failing or outage.ends_in is not None, "title": said.title, "body": said.body,
                "toast": channels.toast, "sound": channels.tone if channels.sound else None,
            }  # fmt: skip
            data = {"operator_ids": [person.id], "frame": frame}
            await whisper_in(tx, [Whisper(kind=TO_OPERATORS, workspace_id=tx.workspace_id, data=data)])
        if channels.push and person.takes_push:
            tx.defer(make_job(tx.workspace_id, person.id, outage))
        if channels.mail:
            await repository_mail.add_notice(tx, {
                "operator": person.id, "subject": f"inbox:{outage.inbox.id}", "inbox": outage.inbox.id,
                "happening": Happening.CHANNEL.value, "due": due_of(person.choices, now, person.row.time_zone),
            })  # fmt: skip


def say_outage(outage: Outage, locale: str) -> Said:
    """Say what is the matter with a channel."""
    name = clean_name(outage.inbox.name)
    if outage.ends_in is not None:
        return compose_end(name, locale, days=outage.ends_in)
    return compose_channel(name, locale, failing=outage.failing)


def make_job(workspace_id: int, operator_id: int, outage: Outage) -> Job:
    """Make the job of a push about a channel."""
    place = f"outage:{operator_id}:{outage.inbox.id}"
    payload = {
        "operator_id": operator_id, "inbox_id": outage.inbox.id, "failing": outage.failing, "ends_in": outage.ends_in,
    }  # fmt: skip
    return Job(workspace_id=workspace_id, kind=OUTAGE_JOB, key=f"push:{place}", unique_key=place, payload=payload)
