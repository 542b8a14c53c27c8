"""Facts that overtook the message they are about: kept, and applied when the message comes."""

from collections.abc import Awaitable, Callable, Sequence

import msgspec
from msgspec import Struct

from otklik.channelkit.inbound import Happening
from otklik.infra.db import Tx
from otklik.infra.jobs.job import Job

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Happening] = msgspec.json.Decoder(Happening)


class EarlyFact(Struct, frozen=True):
    """A fact that waits for its message."""

    id: int
    workspace_id: int
    inbox_id: int
    external_id: str
    fact: str

    def decode(self) -> Happening:
        """Return the event as it was parsed."""
        return _decoder.decode(self.fact)


LOOK_AGAIN_JOB = "messaging.look_again"
_LOOKS_S = (3.0, 90.0)
"""When to look again: soon, and when no transaction that began before can still be open."""


async def keep_early(tx: Tx, workspace_id: int, inbox_id: int, external_id: str, fact: Happening) -> None:
    """Keep a fact about a message that is not known (yet), and look again soon: it may be on its way beside us."""
    await tx.execute(
        """insert into early_fact (workspace_id, inbox_id, external_id, fact)
           values (%(workspace)s, %(inbox)s, %(external)s, %(fact)s)""",
        {
            "workspace": workspace_id, "inbox": inbox_id, "external": external_id,
            "fact": _encoder.encode(fact).decode().replace("\\u0000", ""),
        },
    )  # fmt: skip
    for delay_s in _LOOKS_S:
        tx.defer(
            Job(
                workspace_id=workspace_id, kind=LOOK_AGAIN_JOB, key=f"early:{inbox_id}", delay_s=delay_s,
                payload={"inbox_id": inbox_id, "external_id": external_id},
            )
        )  # fmt: skip


def ask_early(tx: Tx, messages: Sequence[tuple[int, str]]) -> Callable[[], Awaitable[list[EarlyFact]]]:
    """Ask for the facts that wait for these messages (inbox id, provider's id); whoever gets the answer applies them.

    The question travels with the next statement (`Tx.ask`), the answer comes oldest first.
    """
    if not messages:
        return _none
    answer = tx.ask(
        EarlyFact,
        """delete from early_fact e using
                jsonb_to_recordset(%(messages)s) as m(inbox_id bigint, external_id text)
           where e.inbox_id = m.inbox_id and e.external_id = m.external_id
           returning e.id, e.workspace_id, e.inbox_id, e.external_id, e.fact::text as fact""",
        {"messages": _encoder.encode([{"inbox_id": inbox, "external_id": name} for inbox, name in messages]).decode()},
    )

    async def take() -> list[EarlyFact]:
        return sorted(await answer(), key=lambda fact: fact.id)

    return take


async def _none() -> list[EarlyFact]:
    return []
