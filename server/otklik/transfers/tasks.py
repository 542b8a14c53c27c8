"""Jobs of offers: the end of their time."""

from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import Again, JobContext
from otklik.transfers import service


async def expire_offer(job: TakenJob, context: JobContext) -> Again | None:
    """Handle `service.EXPIRE_JOB`: an alarm that rings early waits again; an offer that is over stays as it is."""
    async with context.database.workspace(job.workspace_id) as tx:
        left = await service.run_out(tx, int(job.payload["offer_id"]))
    return Again(left) if left > 0 else None
