"""From notices to what desks hear and what is pushed, in the transaction that decided them."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from msgspec import Struct

from otklik.infra.db import Tx
from otklik.infra.jobs.job import Job
from otklik.infra.whispers import TO_OPERATORS, Whisper, whisper_in
from otklik.notifications.choices import Happening
from otklik.notifications.deciding import Notice, Person, World
from otklik.notifications.words import Facts, Said, compose, compose_discreetly

PUSH_JOB: Final = "notifications.push"
_GATHER_S: Final = 1.5
"""How long a push waits for what comes right after it: several lines at once make one push."""
_TOGETHER: Final = 200
_SILENT: Final = {Happening.FOLLOWED: "closed", Happening.TASK: "task"}
"""What happened where no message tells of it."""


async def tell(tx: Tx, notices: Sequence[Notice], world: World) -> None:
    """Tell open desks with the commit, and defer the pushes."""
    await whisper_in(tx, [whisper for group in _alike(notices, world) for whisper in _whispers(tx, group, world)])
    for notice in notices:
        person = world.people[notice.operator_id]
        if person.takes_push and person.channels(notice.happening).push:
            tx.defer(_push_job(tx, notice))


def facts_of(notice: Notice, world: World) -> Facts:
    """Gather what there is to say of a notice."""
    message = world.messages.get(notice.message_id) if notice.message_id is not None else None
    by = world.people.get(notice.by) if notice.by is not None else None
    return Facts(
        contact=world.conversations[notice.conversation_id].contact_name,
        by=by.row.name if by else "",
        text=message.text if message and not message.deleted else notice.title,
        kind=message.kind if message else _SILENT.get(notice.happening, "text"),
    )


def say(notice: Notice, person: Person, world: World) -> tuple[Said, Said]:
    """Return what is said on the desk, and outside it, where others may look on."""
    inside = compose(notice.happening, facts_of(notice, world), person.row.locale)
    outside = compose_discreetly(notice.happening, person.row.locale) if person.choices.discreet else inside
    return inside, outside


class _Group(Struct):
    """People who hear the very same."""

    notice: Notice
    person: Person
    operator_ids: list[int]


def _alike(notices: Sequence[Notice], world: World) -> Iterable[_Group]:
    """Put those together who hear the very same; whoever would hear nothing of it is left out."""
    groups: dict[tuple[Any, ...], _Group] = {}
    for notice in notices:
        person = world.people[notice.operator_id]
        channels = person.channels(notice.happening)
        if not (channels.sound or channels.toast or channels.browser):
            continue
        same = (
            notice.happening, notice.conversation_id, notice.message_id, notice.by, notice.title,
            channels, person.row.locale, person.choices.discreet,
        )  # fmt: skip
        groups.setdefault(same, _Group(notice, person, [])).operator_ids.append(person.id)
    return groups.values()


def _whispers(tx: Tx, group: _Group, world: World) -> Iterable[Whisper]:
    frame = _frame(group.notice, group.person, world)
    for start in range(0, len(group.operator_ids), _TOGETHER):
        data = {"operator_ids": group.operator_ids[start : start + _TOGETHER], "frame": frame}
        yield Whisper(kind=TO_OPERATORS, workspace_id=tx.workspace_id, data=data)


def _frame(notice: Notice, person: Person, world: World) -> dict[str, Any]:
    inside, outside = say(notice, person, world)
    channels = person.channels(notice.happening)
    return {
        "type": "notice",
        "happening": notice.happening,
        "conversation_id": notice.conversation_id,
        "message_id": notice.message_id,
        "title": inside.title,
        "body": inside.body,
        "outside": {"title": outside.title, "body": outside.body},
        "sound": channels.tone if channels.sound else None,
        "toast": channels.toast,
        "browser": channels.browser,
    }


def _push_job(tx: Tx, notice: Notice) -> Job:
    place = f"{notice.operator_id}:{notice.conversation_id}"
    return Job(
        workspace_id=tx.workspace_id, kind=PUSH_JOB, key=f"push:{place}", unique_key=place, delay_s=_GATHER_S,
        payload={
            "operator_id": notice.operator_id, "happening": notice.happening.value,
            "conversation_id": notice.conversation_id, "message_id": notice.message_id, "by": notice.by,
            "title": notice.title,
        },
    )  # fmt: skip
