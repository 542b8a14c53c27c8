"""Whoever plays: a person of the workspace before the stage of one channel."""

from typing import Any

import msgspec
from msgspec import Struct

from otklik.access.actor import Actor
from otklik.infra.web.schemas import Input
from otklik.sandbox import service
from otklik.sandbox.schemas import Done
from otklik.sandbox.service import Sandbox
from otklik.sandbox.stages import Theatre


class Seat(Struct, frozen=True):
    """What the doors of the phone work with."""

    sandbox: Sandbox
    actor: Actor
    channel: str
    theatre: Theatre

    async def find_bot(self) -> str:
        """Return our account on this stage; raises NotFound without a sandbox."""
        return await service.find_bot(self.sandbox, self.actor, self.channel)

    async def act(self, verb: str, person: int, data: Input) -> Done:
        """Let a person do what the body of a request says."""
        return await self.do(verb, person=person, **msgspec.structs.asdict(data))

    async def do(self, verb: str, **given: Any) -> Done:  # noqa: ANN401 - what the verb takes
        """Let something be done to our account; raises NotFound, Conflict and Invalid in the stage's words."""
        return Done(await self.theatre.act(verb, bot=await self.find_bot(), **given))
