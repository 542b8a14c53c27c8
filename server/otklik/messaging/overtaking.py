"""A second look at facts that overtook their message.

A fact and its message may be on their way in two transactions at once, neither of which sees the other: the fact finds
no message and waits, the message finds nothing that waits for it. So whoever makes a fact wait also has it looked at
again when both have ended.
"""

from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import JobContext
from otklik.messaging.directory import Directory
from otklik.messaging.facts import apply_waiting


class EarlyFacts:
    """Handles the jobs of the second look."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def look_again(self, job: TakenJob, context: JobContext) -> None:
        """Apply what waits for a message that is there by now."""
        inbox = await self._directory.by_id(int(job.payload["inbox_id"]))
        external_id = str(job.payload["external_id"])
        async with context.database.system(job.workspace_id) as tx:
            if inbox is not None:
                await apply_waiting(tx, inbox.record, external_id)
            await context.finish_in(tx)
