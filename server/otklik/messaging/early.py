"""Facts that overtook the message they are about: kept, and applied when the message comes."""

from collections.abc import Sequence

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


async def take_early(tx: Tx, messages: Sequence[tuple[int, str]]) -> list[EarlyFact]:
    """Take the facts that waited for these messages (inbox id, provider's id), oldest first."""
    if not messages:
        return []
    facts = await tx.fetch(
        EarlyFact,
        """delete from early_fact e using
                unnest(%(inboxes)s::bigint[], %(externals)s::text[]) as m(inbox_id, external_id)
           where e.inbox_id = m.inbox_id and e.external_id = m.external_id
           returning e.id, e.workspace_id, e.inbox_id, e.external_id, e.fact::text as fact""",
        {"inboxes": [inbox for inbox, _ in messages], "externals": [external for _, external in messages]},
    )
    return sorted(facts, key=lambda fact: fact.id)
