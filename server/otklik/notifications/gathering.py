"""News put aside for the letters of those who want them."""

from collections.abc import Sequence

from otklik.infra.db import Tx
from otklik.kit.clock import utc_now
from otklik.notifications import repository_mail
from otklik.notifications.choices import Happening, due_of
from otklik.notifications.deciding import Notice, World


async def gather(tx: Tx, notices: Sequence[Notice], world: World) -> None:
    """Let news wait for the letters of those who want them; an offer is over before any letter."""
    now = utc_now()
    for notice in notices:
        person = world.people[notice.operator_id]
        if person.row.held or notice.happening is Happening.OFFER or not person.channels(notice.happening).mail:
            continue
        await repository_mail.add_notice(tx, {
            "operator": notice.operator_id, "subject": f"conversation:{notice.conversation_id}",
            "conversation": notice.conversation_id, "happening": notice.happening.value,
            "message": notice.message_id, "by": notice.by, "due": due_of(person.choices, now, person.row.time_zone),
        })  # fmt: skip
