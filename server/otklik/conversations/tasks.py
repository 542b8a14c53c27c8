"""Jobs of conversations: waking what was put away."""

from datetime import datetime

from otklik.conversations import verbs
from otklik.conversations.records import SYSTEM
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import Again, JobContext
from otklik.kit.clock import utc_now


async def wake_conversation(job: TakenJob, context: JobContext) -> Again | None:
    """Handle `verbs.WAKE_JOB`: wake at the time that was asked for last; an alarm that rings early waits again."""
    until = datetime.fromisoformat(job.payload["until"])
    left = (until - utc_now()).total_seconds()
    if left > 0:
        return Again(left)
    async with context.database.workspace(job.workspace_id) as tx:
        await verbs.wake(tx, int(job.payload["conversation_id"]), until, SYSTEM)
    return None
